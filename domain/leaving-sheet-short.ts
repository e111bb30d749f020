// The leaving sheet in fewer words, for when much is agreed (udskrivningsark i kort form): what is alike stands together, so
// that it stays on one page that can be read. What there is no room for even so is said to be left out.
import type { FollowUpItem } from './follow-up.ts';
import { unitWords } from './leaving-contacts.ts';
import type { LeavingFacts } from './leaving-sheet.ts';
import {
  APPOINTMENTS,
  appointmentsAhead,
  bedPart,
  followUpWords,
  helpOf,
  homeCareOf,
  ringPart,
  servicesOn,
  sheetOf,
  startWords,
  whereWords,
  withPhone,
} from './leaving-sheet.ts';
import type { Registry } from './organisations.ts';
import { serviceLabels } from './plan.ts';
import type { Sheet, SheetEntry, SheetPart } from './sheet.ts';
import { asLine, dayWords, momentWords, periodWords } from './sheet.ts';

/**
 * The sheet in fewer words, with all appointments, then one less each time, the later ones left out first. Whom to ring,
 * where to be and who comes is on every one. Pure.
 */
export function shorterLeavingSheets(facts: LeavingFacts): readonly Sheet[] {
  const { view, contacts, registry } = facts;
  const kept = [ringPart(contacts), ...bedPart(view, registry), ...helpPart(facts)];
  const ahead = appointmentsAhead(view);
  return Array.from({ length: ahead.length + 1 }, (_, left) =>
    sheetOf(facts, [...kept, ...appointmentPart(ahead, ahead.length - left, registry)]),
  );
}

function helpPart({ view, registry }: LeavingFacts): readonly SheetPart[] {
  const { name } = homeCareOf(view, registry);
  const all = servicesOn(view);
  const agreed = all.flatMap(({ service, state }) =>
    state.state === 'accepted' ? [`${serviceLabels[service]}${startWords(state.from)}`] : [],
  );
  const named = (isOf: (state: string) => boolean): string =>
    all
      .filter(({ state: { state } }) => isOf(state))
      .map(({ service }) => serviceLabels[service])
      .join(', ');
  const open = named((state) => state !== 'accepted' && state !== 'other-way');
  const otherWay = named((state) => state === 'other-way');
  const entry = (head: string, what: string, ask: string): SheetEntry[] =>
    what === '' ? [] : [{ head, details: [`${what}. ${ask}`] }];
  return helpOf(view, registry, [
    ...(agreed.length === 0 ? [] : [{ head: `Aftalt med ${name}`, details: agreed }]),
    ...entry('Ikke aftalt endnu', open, 'Spørg personalet, før du tager hjem.'),
    ...entry('Løst på en anden måde', otherWay, 'Spørg personalet hvordan.'),
  ]);
}

function appointmentPart(ahead: readonly FollowUpItem[], shown: number, registry: Registry): readonly SheetPart[] {
  const listed = ahead.slice(0, shown);
  const [firstOut, ...moreOut] = ahead.slice(shown);
  const numbers = [...new Set(listed.map(({ booker }) => booker))].map((booker) => {
    const { name, phone } = unitWords(registry, booker);
    return withPhone(name, phone);
  });
  const entries: readonly SheetEntry[] = [
    ...(listed.length === 0
      ? []
      : [
          { head: 'Det er aftalt', details: listed.map((item) => appointmentLine(item, registry)) },
          { head: 'Passer en tid ikke, eller hører du ikke noget, så ring', details: numbers },
        ]),
    ...(firstOut === undefined ? [] : [leftOut(firstOut, moreOut.length + 1)]),
  ];
  return entries.length === 0 ? [] : [{ heading: APPOINTMENTS, entries }];
}

function appointmentLine(item: FollowUpItem, registry: Registry): string {
  const { what, from, until, booker, bookBy } = item;
  const about = `${followUpWords(what)}. ${whereWords(item, registry)}`;
  if (item.state === 'booked') return `${asLine(momentWords(item.bookedAt))}: ${about}`;
  const { name } = unitWords(registry, booker);
  return `${asLine(periodWords(from, until))}: ${about} Ikke bestilt endnu; ${name} bestiller senest ${dayWords(bookBy)}.`;
}

function leftOut({ bookedAt, from }: FollowUpItem, count: number): SheetEntry {
  const number = count === 1 ? '1 aftale' : `${count} aftaler`;
  return {
    head: 'Der er ikke plads til alle dine aftaler på arket',
    details: [`${number} mangler, den første ${dayWords(bookedAt ?? from)}. Bed personalet om en liste over dem.`],
  };
}
