// Reserves, holds and gives back places (store/places.ts); a place that is taken is an ordinary answer.
// Each may be tried again: the case is the idempotency key.
import type { Database } from '../store/database.ts';
import { change, hold, release, reserve } from '../store/places.ts';
import type { Activities } from './contract.ts';
import { writing } from './failures.ts';

export function places(db: Database): Pick<Activities, 'reservePlace' | 'holdPlace' | 'changePlace' | 'releasePlace'> {
  return {
    reservePlace: (reservation) => writing(() => reserve(db, reservation)),
    holdPlace: (dischargeId, place, until) => writing(() => hold(db, dischargeId, place, until)),
    changePlace: (wanted) => writing(() => change(db, wanted)),
    releasePlace: (dischargeId, place) => writing(() => release(db, dischargeId, place)),
  };
}
