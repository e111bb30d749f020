// A patient's appointments as a calendar file (iCalendar, RFC 5545), in Danish time with its VTIMEZONE.
// Its lines are chosen in domain/appointments.ts: no diagnosis, no CPR number, no address.
import { getVtimezoneComponent } from '@touch4it/ical-timezones';
import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { Temporal } from 'temporal-polyfill';
import type { Appointment } from '../domain/appointments.ts';
import { timeZone } from '../domain/calendar.ts';

/**
 * The file. `revision`: rises when the case changes, so that a calendar takes a new time for the old one; `now`: epoch ms.
 * An appointment is a point in time: how long it takes nobody has said.
 */
export function calendarFile(list: readonly Appointment[], revision: number, now: number): string {
  const calendar = ical({
    name: 'Aftaler efter udskrivning',
    prodId: { company: 'den-gode-udskrivelse', product: 'aftaler', language: 'DA' },
    method: ICalCalendarMethod.PUBLISH,
    timezone: { name: null, generator: (zone) => getVtimezoneComponent(zone) ?? null },
  });
  for (const { uid, at, title, details, cancelled } of list) {
    calendar.createEvent({
      id: uid,
      start: zoned(at),
      stamp: new Date(now),
      sequence: revision,
      summary: title,
      description: details,
      status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      timezone: timeZone,
    });
  }
  // The last line is ended too, as every line is (RFC 5545, 3.1).
  return `${calendar.toString()}\r\n`;
}

const zoned = (at: number): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
