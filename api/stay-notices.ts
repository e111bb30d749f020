// Hands stay notices to the case of their stay: at once, when the case is opened, or by the sweeper after a crash.
// The case works out from all of them where the patient is, so it does not matter who hands which over first.
import type { Actor } from '../domain/actor.ts';
import { theService } from '../domain/actor.ts';
import { noticeCode } from '../domain/stay.ts';
import type { CaseRow } from '../store/cases.ts';
import { now as clockNow } from '../store/clock.ts';
import { caseForEpisode } from '../store/episodes.ts';
import { linkCase } from '../store/inbound.ts';
import type { KeptNotice, NamedStay } from '../store/stay-notices.ts';
import { noticeHanded, overdueStays, waitingNotices } from '../store/stay-notices.ts';
import { report } from './facts.ts';
import type { Service } from './service.ts';

/** Hands one notice over; again is no harm. */
export async function handNotice(service: Service, actor: Actor, row: CaseRow, kept: KeptNotice): Promise<void> {
  const { db } = service;
  const { inbound, notice } = kept;
  const fact = {
    what: noticeCode(notice),
    happenedAt: notice.at,
    step: { decision: 'stay-notice', body: notice },
    content: { inbound },
  } as const;
  await report(service, { actor }, row, fact, { key: `medcom-${inbound}-told`, hash: inbound });
  await noticeHanded(db, inbound, await clockNow(db));
  await linkCase(db, inbound, row.id);
}

/** Hands over what waited for the case to be opened: what was told of the stay before its admission came. */
export async function handWaiting(service: Service, row: CaseRow, stay: NamedStay): Promise<void> {
  for (const kept of await waitingNotices(service.db, stay, row.id)) await handNotice(service, theService, row, kept);
}

/** How long whoever opened the case has before somebody else hands its notices over, ms. */
const GRACE = 30_000;
const ROUND = 40;

/** One round of the sweeper: notices whose case is there and that nobody has handed over. */
export async function sweepNotices(service: Service): Promise<void> {
  const { db } = service;
  const olderThan = (await clockNow(db)) - GRACE;
  for (const { sender, episode } of await overdueStays(db, { olderThan, limit: ROUND })) {
    const row = await caseForEpisode(db, sender, [episode]);
    if (row !== null)
      await handWaiting(service, row, { sender, episodes: [{ id: episode, system: null, value: episode }] });
  }
}
