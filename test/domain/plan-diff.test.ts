// What is new in a plan: every field's change is found, and nothing but a change.
// Each field is changed alone, so a field that is forgotten is seen.
import { describe, expect, it } from 'vitest';
import { keptServices, noNewNeeds, planFields } from '../../domain/plan.ts';
import type { PlanContent } from '../../domain/plan-content.ts';
import { planCodes, planLines, planText } from '../../domain/plan-content.ts';
import { changedServices, planChanges } from '../../domain/plan-diff.ts';

const empty: PlanContent = {
  date: { kind: 'unknown' },
  services: [],
  serviceNotes: {},
  hasRunningServices: false,
  bed: null,
  cause: null,
  course: null,
  contagion: null,
  diet: null,
  function: null,
  nursing: null,
  medicine: null,
  conference: null,
  other: null,
  wishes: null,
};

const changes: Record<(typeof planFields)[number], Partial<PlanContent>> = {
  date: { date: { kind: 'at', at: '2026-11-30T10:00:00Z' } },
  services: { services: ['meals'] },
  bed: { bed: { capabilities: ['CAP-14'], from: '2026-11-30T12:00:00Z', days: 7 } },
  cause: { cause: 'Fald' },
  course: { course: 'I bedring' },
  contagion: { contagion: 'MRSA' },
  diet: { diet: 'Blød kost' },
  function: { function: 'Går med rollator' },
  nursing: { nursing: 'Sår' },
  medicine: { medicine: 'To døgn med' },
  conference: { conference: 'Ønskes' },
  wishes: { wishes: { text: 'Hjem', askedWho: 'Borgeren' } },
  other: { other: 'Hund' },
};

describe('changes of a plan', () => {
  it.each(planFields)('finds a change of %s alone, with old and new words', (field) => {
    const now = { ...empty, ...changes[field] };
    const [change, ...more] = planChanges(empty, now);
    expect(more).toEqual([]);
    expect(change).toEqual({ field, old: null, new: planText(now, field) });
    expect(change?.new).toBeTruthy();
  });

  it('knows no change in the first version and in an equal one', () => {
    expect(planChanges(null, { ...empty, ...changes.cause })).toEqual([]);
    expect(planChanges({ ...empty, ...changes.date }, { ...empty, ...changes.date })).toEqual([]);
  });

  it('is not fooled by order or by another way of writing the same time', () => {
    const one: PlanContent = {
      ...empty,
      services: ['meals', 'devices'],
      date: { kind: 'at', at: '2026-11-30T10:00:00Z' },
    };
    const other: PlanContent = {
      ...empty,
      services: ['devices', 'meals'],
      date: { kind: 'at', at: '2026-11-30T11:00:00+01:00' },
    };
    expect(planChanges(one, other)).toEqual([]);
  });

  it('counts a service note and running services as a change of the services', () => {
    const before: PlanContent = { ...empty, services: ['devices'] };
    const note: PlanContent = { ...before, serviceNotes: { devices: 'Rollator' } };
    expect(planChanges(before, note).map(({ field }) => field)).toEqual(['services']);
    expect(planChanges(before, { ...before, hasRunningServices: true }).map(({ field }) => field)).toEqual([
      'services',
    ]);
  });
});

describe('answers that still hold in a new version', () => {
  const before: PlanContent = { ...empty, services: ['meals', 'devices'], serviceNotes: { devices: 'Rollator' } };
  const kept = (now: PlanContent) => {
    const changed = planChanges(before, now).map(({ field }) => field);
    return keptServices({ ...planCodes(now, 2, changed), changedServices: changedServices(before, now) });
  };

  it('are all but those of a service that is new, gone or has another comment', () => {
    expect(kept({ ...before, services: ['meals', 'devices', 'home-nursing'] })).toEqual(['meals', 'devices']);
    expect(kept({ ...before, services: ['devices'] })).toEqual(['devices']);
    expect(kept({ ...before, serviceNotes: { devices: 'Badebænk' } })).toEqual(['meals']);
    expect(kept({ ...before, hasRunningServices: true })).toEqual(['meals', 'devices']);
    expect(kept({ ...before, wishes: { text: 'Hjem', askedWho: 'Borgeren' } })).toEqual(['meals', 'devices']);
  });

  it('are none when the date or what the patient needs has changed, nor when nobody knows which services did', () => {
    expect(kept({ ...before, ...changes.date })).toEqual([]);
    expect(kept({ ...before, ...changes.nursing, services: ['meals'] })).toEqual([]);
    expect(keptServices({ ...noNewNeeds(), services: ['meals'], changed: ['services'] })).toEqual([]);
  });
});

describe('a plan for the workflow and for people', () => {
  it('gives the workflow codes and dates and no word', () => {
    const full: PlanContent = Object.assign({}, empty, ...Object.values(changes));
    expect(planCodes(full, 2, ['date'])).toEqual({
      version: 2,
      date: full.date,
      services: ['meals'],
      hasRunningServices: false,
      bed: full.bed,
      changed: ['date'],
    });
  });

  it('shows every field in order, unstated ones too', () => {
    expect(planLines(empty).map(({ field }) => field)).toEqual([...planFields]);
    expect(planLines(empty).every(({ text }) => text === null)).toBe(true);
  });

  it('says dates in local time', () => {
    expect(planText({ ...empty, ...changes.date }, 'date')).toBe('30.11.2026 11.00');
  });
});
