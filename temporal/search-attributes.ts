// The search attributes by which operators find cases in the Temporal UI; codes only, never a person.
// Imported by workflows too: nothing but key definitions may stand here.
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** Where the discharge stands: a stage code. */
export const dischargeStage = defineSearchAttributeKey('DischargeStage', SearchAttributeType.KEYWORD);

/** Municipality code of the citizen, four digits. */
export const municipality = defineSearchAttributeKey('Municipality', SearchAttributeType.KEYWORD);

/** Unit id of the ward. */
export const hospitalUnit = defineSearchAttributeKey('HospitalUnit', SearchAttributeType.KEYWORD);

/** True while a person must look at the case because a step failed for good. */
export const needsAttention = defineSearchAttributeKey('NeedsAttention', SearchAttributeType.BOOL);

/** All of them, as they are registered with a namespace. */
export const searchAttributes = [dischargeStage, municipality, hospitalUnit, needsAttention] as const;
