// Stay notices that this service sends itself (advis om sygehusophold), where the hospital's own system sends none.
// One chain for a stay: each notice builds on the ones that went out before it, so they leave one after the other.
import type { StayNotice } from '../domain/stay.ts';
import { noticeCode } from '../domain/stay.ts';
import type { Case } from './case.ts';
import { reportAsked } from './documents.ts';
import { tellNotice } from './tell.ts';
import { seeThrough } from './track.ts';

/**
 * Tells the municipality. Nothing ends this but its own end: what ends planning is just what the notices tell of. A
 * patient of whom no notice can be sent is rung about (municipality.ts), and a hospital that tells itself tells alone.
 */
export function tellStay(c: Case, notice: StayNotice): void {
  if (c.tellsStay !== 'this-service') return;
  // The unit that gets a municipality's messages; how it receives notices is looked up when one is sent.
  const to = c.view.visitationUnit;
  const transferred = c.hospitals > 1;
  // Only the first notice of a stay asks for it (medcom.md 3.5).
  if (notice.change === 'new' && notice.stayEvent === 'STIN' && !transferred) reportAsked(c, {});
  seeThrough(c, `tell-${noticeCode(notice)}`, () => tellNotice(c, to, notice, transferred));
}
