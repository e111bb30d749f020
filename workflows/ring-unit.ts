// Call first (ring først): for an acute or same-day need somebody rings the unit, and no page answer replaces the call.
// Not reached goes up the unit's ladder; an agreed call back is a new call at that time.
import type { Rung } from '../domain/case-view.ts';
import { timeOf } from '../domain/ids.ts';
import { mayShare } from '../domain/legal-basis.ts';
import type { Answer } from './ask.ts';
import { ask, sharingAllowed } from './ask.ts';
import type { Case } from './case.ts';
import type { Asked } from './place-asked.ts';
import { keepReserved } from './place-asked.ts';

/** Whom to ring at the unit, one after the other. */
const WHOM: readonly ('unit' | Exclude<Rung, 'ward'>)[] = ['unit', 'team-leader', 'on-call'];
const BASIS = 'health-act-41-2-1';

/** Has the one who asks ring the unit until somebody there has said what it can; `not-reached` after the last number. */
export async function byPhone(c: Case, asked: Asked): Promise<Answer | 'not-reached' | 'place-gone'> {
  for (const rung of WHOM) {
    if (rung !== 'unit' && !(await keepReserved(c, asked, null))) return 'place-gone';
    const answer = await call(c, asked, rung);
    if (answer !== 'not-reached') return answer;
  }
  return 'not-reached';
}

async function call(c: Case, asked: Asked, rung: string): Promise<Answer | 'not-reached' | 'place-gone'> {
  const { unit, asks, need } = asked;
  const { capabilities, from, days } = need;
  let agreed: number | null = null;
  for (;;) {
    // The task is the asker's own, but what is said on the phone is shared with the unit.
    if (!(await sharingAllowed(c, unit, 'ring-unit', BASIS))) return { kind: 'stopped' };
    const answer = await ask(c, c.view.wardUnit, {
      kind: 'ring-unit',
      clock: 'call-task',
      about: { unit: asks, rung, capabilities, from, days, ...(asks === unit ? {} : { placeUnit: unit }) },
      unless: () => !mayShare(BASIS, c.view.objections),
      ...(agreed === null ? {} : { due: agreed }),
    });
    if (answer.kind === 'settled') continue;
    if (answer.kind !== 'answered') return answer;
    if (answer.code === 'not-reached') return 'not-reached';
    if (answer.code !== 'call-back') return answer;
    const { at } = answer.codes;
    agreed = Math.max(timeOf(at) ?? 0, c.now());
    if (!(await keepReserved(c, asked, agreed))) return 'place-gone';
  }
}
