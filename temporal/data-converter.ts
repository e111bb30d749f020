// The one place where payloads on their way to and from Temporal are converted; client and worker both use it.
// Only ids, codes and times travel (design 7); a payload codec (encryption) is added to this list and nowhere else.
import type { DataConverter } from '@temporalio/common';

/** Converter of every client and worker. The standard JSON converter, no codec yet. */
export const dataConverter: DataConverter = { payloadCodecs: [] };
