// Brings a database to the newest form of the tables. Safe to run by several processes at once, and again at any time.
// The migrations are in code, in order, and never change once they have been released.
import type { Migration } from 'kysely/migration';
import { Migrator } from 'kysely/migration';
import { openDatabase } from './database.ts';
import { firstTables } from './migrations/0001-first-tables.ts';
import { places } from './migrations/0002-places.ts';
import { appendOnly } from './migrations/0003-append-only.ts';
import { writePublication } from './migrations/0004-write-publication.ts';
import { auditBySubmission } from './migrations/0005-audit-by-submission.ts';
import { exactBytes } from './migrations/0006-exact-bytes.ts';
import { envelopes } from './migrations/0007-envelopes.ts';
import { stayNotices } from './migrations/0008-stay-notices.ts';
import { capabilitySheets } from './migrations/0009-capability-sheets.ts';
import { placeRequests } from './migrations/0010-place-requests.ts';
import { placesInUse } from './migrations/0011-places-in-use.ts';
import { brokenPromises } from './migrations/0012-broken-promises.ts';
import { reservePlace } from './migrations/0013-reserve-place.ts';
import { finishedDays } from './migrations/0015-finished-days.ts';
import { placesByKind } from './migrations/0018-places-by-kind.ts';
import { waitsAndLeadTimes } from './migrations/0019-waits-and-lead-times.ts';
import { readmissionIndexes } from './migrations/0020-readmissions.ts';
import { ruleTexts } from './migrations/0021-rule-texts.ts';
import { followUpReport } from './migrations/0025-follow-up-report.ts';
import { patientView } from './migrations/0027-patient-view.ts';
import { messageTimes } from './migrations/0028-message-times.ts';
import { endedWaits } from './migrations/0033-ended-waits.ts';
import { lateAccounts } from './migrations/0034-late-accounts.ts';
import { lateLeavings } from './migrations/0036-late-leavings.ts';

const migrations: Readonly<Record<string, Migration>> = {
  '0001-first-tables': firstTables,
  '0002-places': places,
  '0003-append-only': appendOnly,
  '0004-write-publication': writePublication,
  '0005-audit-by-submission': auditBySubmission,
  '0006-exact-bytes': exactBytes,
  '0007-envelopes': envelopes,
  '0008-stay-notices': stayNotices,
  '0009-capability-sheets': capabilitySheets,
  '0010-place-requests': placeRequests,
  '0011-places-in-use': placesInUse,
  '0012-broken-promises': brokenPromises,
  '0013-reserve-place': reservePlace,
  '0015-finished-days': finishedDays,
  '0018-places-by-kind': placesByKind,
  '0019-waits-and-lead-times': waitsAndLeadTimes,
  '0020-readmissions': readmissionIndexes,
  '0021-rule-texts': ruleTexts,
  '0025-follow-up-report': followUpReport,
  '0027-patient-view': patientView,
  '0028-message-times': messageTimes,
  '0033-ended-waits': endedWaits,
  '0034-late-accounts': lateAccounts,
  '0036-late-leavings': lateLeavings,
};

/** Applies every migration that is missing. Throws StoreError; what was applied before the failing one stays. */
export async function migrate(databaseUrl: string): Promise<void> {
  const db = openDatabase(databaseUrl, { max: 1, statementTimeoutMs: 10 * 60_000, connectTimeoutMs: 10_000 });
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) throw error;
  } finally {
    await db.destroy();
  }
}
