// Quiet and crisis (stille drift, krise): what a rule set does differently while it is switched to one of them, and the log
// of who switched it, from when and why. Steps that are law or safety are never switched off; only their deadlines change.

import type { LocalDate } from './calendar.ts';
import { addDays, startOfDay } from './calendar.ts';
import type { ClockName } from './clocks.ts';
import type { DueRule } from './deadline.ts';
import type { Instant } from './ids.ts';
import { epoch } from './ids.ts';

export const modeNames = ['quiet', 'crisis'] as const;
export type ModeName = (typeof modeNames)[number];

const labels: Record<ModeName, string> = { quiet: 'stille drift', crisis: 'krise' };

/** What a mode does to one clock; `why` is one Danish sentence. */
export type ModeEffect =
  | { readonly effect: 'off'; readonly why: string }
  /** Everything else of the rule stays: reminders, ladder, silence, and that somebody rings first. */
  | { readonly effect: 'deadline'; readonly due: DueRule; readonly why: string };

/** A mode of a rule set; clocks that are not named go on as always. */
export interface Mode {
  readonly why: string;
  readonly clocks: Readonly<Partial<Record<ClockName, ModeEffect>>>;
}

/** One line of the log (rules/modes.json). Lines are only ever added: an early end is a line that says `normal`. */
export interface ModeSwitch {
  readonly mode: ModeName | 'normal';
  readonly from: Instant;
  /** First instant at which it no longer holds; null until a later line says otherwise. */
  readonly until: Instant | null;
  /** Clusters by id and municipalities by code; left out: everywhere. */
  readonly where?: readonly string[];
  /** Who decided, and when. */
  readonly by: string;
  readonly decidedAt: Instant;
  readonly why: string;
}

/** A mode that holds, by the line of the log that says so. */
export type HeldMode = ModeSwitch & { readonly mode: ModeName };

const isHeld = (line: ModeSwitch): line is HeldMode => line.mode !== 'normal';

/**
 * The mode that holds at an instant at a place, or null when none does: the last line of the log that covers both counts.
 * `places`: the municipality's code and its cluster's id.
 */
export function modeAt(log: readonly ModeSwitch[], at: Instant, places: readonly string[]): HeldMode | null {
  const line = log.findLast(
    ({ from, until, where }) =>
      epoch(from) <= epoch(at) &&
      (until === null || epoch(at) < epoch(until)) &&
      (where === undefined || where.some((place) => places.includes(place))),
  );
  return line !== undefined && isHeld(line) ? line : null;
}

/** Whether a line of the log says anything of a date in Denmark. */
export const touches = ({ from, until }: ModeSwitch, date: LocalDate): boolean =>
  epoch(from) < epoch(startOfDay(addDays(date, 1))) && (until === null || epoch(until) > epoch(startOfDay(date)));

/** The words on a deadline that a mode has changed: which, who, why. */
export const modeWords = ({ mode, by, why }: HeldMode): string => `${labels[mode]}, besluttet af ${by}: ${why}`;
