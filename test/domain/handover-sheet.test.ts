// The staff's handover sheet and the appointments of a calendar, in words: what is missing first, then who and what.
// What nobody has stated is named; what a calendar gets has no person in it.
import { describe, expect, it } from 'vitest';
import { afterLeavingOn } from '../../domain/after-leaving.ts';
import { appointments } from '../../domain/appointments.ts';
import type { CaseView } from '../../domain/case-view.ts';
import type { OpenTask } from '../../domain/handover-sheet.ts';
import { handoverSheet } from '../../domain/handover-sheet.ts';
import { instant } from '../../domain/ids.ts';
import { leavingContacts } from '../../domain/leaving-contacts.ts';
import type { PlanContent } from '../../domain/plan-content.ts';
import { at, followUp, view } from './papers.ts';
import { ruleBook } from './rule-book.ts';

const { registry, afterLeaving } = await ruleBook();
const rules = afterLeavingOn(afterLeaving, '2026-11-30');
const plan: PlanContent = {
  date: { kind: 'at', at: '2026-11-30T10:00:00.000Z' },
  services: ['home-nursing'],
  serviceNotes: {},
  hasRunningServices: true,
  bed: null,
  wishes: { text: 'Vil gerne hjem', askedWho: 'Borgeren' },
  cause: 'Lungebetændelse',
  course: null,
  contagion: null,
  diet: null,
  function: 'Går med rollator\nHar brug for hjælp til bad',
  nursing: null,
  medicine: null,
  conference: null,
  other: null,
};

function lines(more: Partial<CaseView> = {}, openTasks: readonly OpenTask[] = [], stated: PlanContent | null = plan) {
  const shown = view(more);
  const kept = { unit: 'ward-m1', until: at('2026-12-03T11:00:00+01:00') };
  const sheet = handoverSheet({
    patient: { name: 'Bruno Testperson', cpr: '2509479989' },
    view: shown,
    stage: 'Klar til udskrivning',
    plan: stated,
    coordinator: 'Karen Koordinator',
    openTasks,
    words: { service: (state) => `<${state}>`, followUp: (state) => `<${state}>` },
    contacts: leavingContacts(shown, kept, registry, rules),
    registry,
    now: at('2026-11-30T09:00:00+01:00'),
  });
  const body = sheet.parts.flatMap(({ heading, entries }) => [
    heading,
    ...entries.flatMap(({ head, details }) => [head, ...details]),
  ]);
  return [...sheet.about, ...body, sheet.foot].join('\n');
}

describe('the handover sheet', () => {
  it('says who the patient is and what is missing before anything else', () => {
    const task = { title: 'Book opfølgning', unit: 'Lægerne Eksempelgade', due: at('2026-12-03T15:00:00+01:00') };
    const found = lines({}, [task]);
    expect(found).toMatch(/^Bruno Testperson, CPR 250947-9989\nKlar til udskrivning\nDet, der mangler/);
    expect(found).toContain('Kommunen har ikke svaret på alle ydelser');
    expect(found).toContain('Book opfølgning (Lægerne Eksempelgade, senest torsdag den 3. december kl. 15.00)');
  });

  it('says that nothing is missing when nothing is', () => {
    const services = { 'home-nursing': { state: 'other-way' } } as const;
    const { plan: codes } = view();
    const settled = codes === null ? null : { ...codes, services: ['home-nursing' as const] };
    expect(lines({ services, plan: settled })).toContain('Intet mangler, og ingen opgaver er åbne');
  });

  it('says who is responsible until when, who takes part, and how each service and follow-up stands', () => {
    const found = lines();
    expect(found).toContain(
      'Medicinsk Afsnit M1, 87 00 10 00\nBehandlingsansvar indtil torsdag den 3. december kl. 11.00',
    );
    expect(found).toContain('Koordinator\nKaren Koordinator');
    expect(found).toContain('Hjælpemidler: <asked>');
    expect(found).toContain('Sårkontrol: <booked>, fredag den 4. december kl. 09.30');
    expect(found).toContain('Kontrol hos egen læge: <planned>, fra mandag den 7. december til fredag den 11. december');
  });

  it('has the plan as stated, and names what nobody has stated', () => {
    const found = lines();
    expect(found).toContain('Indlæggelsesårsag\nLungebetændelse');
    expect(found).toContain('Går med rollator\nHar brug for hjælp til bad');
    expect(found).toMatch(/Ikke angivet\n.*smitterisiko.*medicin/);
    expect(lines({}, [], null)).toContain('Der er ingen plan endnu');
  });

  it('says that it is for staff, of when it is, and that the case may have changed', () => {
    expect(lines()).toMatch(/Kun til personale\..* 30\. november 2026 kl\. 09\.00 .*kan have ændret sig siden\.$/);
  });
});

describe('the appointments of a calendar', () => {
  const facts = (...times: readonly [item: string, at: number][]) =>
    times.map(([item, booked]) => ({ fact: 'follow-up-booked', codes: { item, at: instant(booked) } }) as const);
  const found = (...items: readonly CaseView['followUps'][number][]) =>
    appointments('case-1', { followUps: items }, [], registry);
  const time = at('2026-12-04T09:30:00+01:00');

  it('are those that have a time, the first first, each with the number to ring', () => {
    const late = followUp('f3', { state: 'booked', bookedAt: time + 3_600_000, what: 'rehabilitation' });
    const list = found(late, followUp('f1', {}), followUp('f2', { state: 'booked', bookedAt: time }));
    expect(list.map(({ title }) => title)).toEqual(['Kontrol hos egen læge', 'Genoptræning']);
    expect(list[0]?.details).toBe('Lægerne Eksempelgade. Passer tiden ikke, så ring på 87 00 10 55.');
  });

  it('keep their id when they are moved, and are taken away when they are declined', () => {
    const [before] = found(followUp('f2', { state: 'booked', bookedAt: time }));
    const [after] = found(followUp('f2', { state: 'booked', bookedAt: time + 86_400_000 }));
    const [gone] = found(followUp('f2', { state: 'declined', bookedAt: time }));
    expect(new Set([before?.uid, after?.uid, gone?.uid]).size).toBe(1);
    expect([before?.cancelled, after?.cancelled, gone?.cancelled]).toEqual([false, false, true]);
    const fellAway = followUp('f5', { state: 'not-done', bookedAt: time, reason: 'readmitted' });
    expect(found(fellAway)).toMatchObject([{ cancelled: true }]);
    expect(found(followUp('f6', { state: 'done', bookedAt: time, doneAt: time }))).toMatchObject([
      { cancelled: false },
    ]);
  });

  it('that have lost their time are taken away at the time they had last, under the same id, until they are booked anew', () => {
    const moved = time + 86_400_000;
    const booked = facts(['f2', time], ['f2', moved], ['f3', time]);
    const list = (...items: readonly CaseView['followUps'][number][]) =>
      appointments('case-1', { followUps: items }, booked, registry);
    const lost = followUp('f2', { state: 'planned', bookedAt: null });
    expect(list(lost)).toMatchObject([{ uid: found(followUp('f2', { state: 'booked', bookedAt: time }))[0]?.uid }]);
    expect(list(lost)).toMatchObject([{ at: moved, cancelled: true }]);
    expect(list(followUp('f2', { state: 'declined', bookedAt: null }))).toMatchObject([{ at: moved, cancelled: true }]);
    const anew = followUp('f2', { state: 'booked', bookedAt: moved + 1 });
    expect(list(anew)).toMatchObject([{ at: moved + 1, cancelled: false }]);
    // Nobody has ever had a time for it.
    expect(list(followUp('f9', {}))).toEqual([]);
  });
});
