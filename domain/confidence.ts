// How well a value of the rules is founded (belæg): the letters of domain.md's head, and what stands on no source at all.
// Every dated value carries one beside its source, so that the one who changes it knows what it rests on.

/** H, M, L, GK as in domain.md's head; `ours` where no source says anything. */
export const confidences = ['H', 'M', 'L', 'GK', 'ours'] as const;
export type Confidence = (typeof confidences)[number];
