// Hands stay notices to the case of their stay: at once, when the case is opened, or by the sweeper after a crash.
// The case works out from all of them where the patient is, so it does not matter who hands which over first.
import type { Actor } from '../domain/actor.ts';
import { theService } from '../domain/actor.ts';
import { noticeCode } from '../domain/stay.ts';
import { readMessage } from '../medcom/read.ts';
import type { CaseRow } from '../store/cases.ts';
import { caseFor } from '../store/cases.ts';
import { now as clockNow } from '../store/clock.ts';
import { inboundMessage, linkCase } from '../store/inbound.ts';
import { openItem } from '../store/operator-items.ts';
import { patient } from '../store/patients.ts';
import type { KeptNotice, NamedStay } from '../store/stay-notices.ts';
import { noticeHanded, overdueStays, waitingNotices } from '../store/stay-notices.ts';
import { report } from './facts.ts';
import type { Service } from './service.ts';

/**
 * Hands one notice over; again is no harm. False when it tells of another person under the same episode: nobody's data
 * may land on another's case, so the operators get it.
 */
export async function handNotice(service: Service, actor: Actor, row: CaseRow, kept: KeptNotice): Promise<boolean> {
  const { db } = service;
  const { inbound, notice } = kept;
  if ((await personOf(service, inbound)) !== (await patient(db, row.id))?.cpr) {
    const now = await clockNow(db);
    await openItem(db, { id: inbound, kind: 'episode-of-another-person', about: { inbound }, now });
    await noticeHanded(db, inbound, now);
    return false;
  }
  const fact = {
    what: noticeCode(notice),
    happenedAt: notice.at,
    step: { decision: 'stay-notice', body: notice },
    content: { inbound },
  } as const;
  await report(service, { actor }, row, fact, { key: `medcom-${inbound}-told`, hash: inbound });
  await noticeHanded(db, inbound, await clockNow(db));
  await linkCase(db, inbound, row.id);
  return true;
}

/** CPR number in a received notice. */
async function personOf({ db }: Service, inbound: string): Promise<string | undefined> {
  const raw = (await inboundMessage(db, inbound))?.raw;
  const read = raw == null ? null : readMessage(raw);
  return read?.kind === 'hospital-notification' ? read.message.patient.identifiers[0]?.value : undefined;
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
  for (const { sender, episode, caseId } of await overdueStays(db, { olderThan, limit: ROUND })) {
    const row = await caseFor(db, caseId);
    if (row !== null)
      await handWaiting(service, row, { sender, episodes: [{ id: episode, system: null, value: episode }] });
  }
}
