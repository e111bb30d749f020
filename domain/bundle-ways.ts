// Ways between home and places (veje): how far by road and how long, by the dated rules.
// Distances come in as the crow flies; a way that is not known is never part of a new bundle.
import type { BundleProblem } from './bundle.ts';

export interface Way {
  /** Hundreds of metres by road: whole numbers, so that sums compare exactly. */
  readonly hectometres: number;
  /** Whole minutes, door to door. */
  readonly minutes: number;
  /** Close enough to be visited on one day. */
  readonly near: boolean;
  readonly known: boolean;
}

const NOWHERE: Way = { hectometres: 0, minutes: 0, near: true, known: true };

/** The way from one place to another; null is home. Each is worked out once. */
export function waysOf({
  kilometres,
  rules,
  transport,
}: Pick<BundleProblem, 'kilometres' | 'rules' | 'transport'>): (from: string | null, to: string | null) => Way {
  const found = new Map<string | null, Map<string | null, Way>>();
  const fetched = transport === 'ordered' ? rules.orderedTransport : 0;
  const measure = (from: string | null, to: string | null): Way => {
    if (from === to) return NOWHERE;
    const crow = kilometres(from, to);
    const road = (crow ?? 0) * rules.roadFactor;
    const driven = Math.max(rules.shortestWay, (road / rules.kilometresPerHour) * 60);
    return {
      hectometres: Math.round(road * 10),
      minutes: Math.ceil(driven / rules.wayStep - 1e-9) * rules.wayStep + fetched,
      near: crow !== null && road <= rules.nearKilometres,
      known: crow !== null,
    };
  };
  return (from, to) => {
    const ways = found.get(from) ?? new Map<string | null, Way>();
    const way = ways.get(to) ?? measure(from, to);
    found.set(from, ways.set(to, way));
    return way;
  };
}
