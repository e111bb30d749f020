// Ids of all changes to the order of things in running cases (`patched`), each with its date and reason.
// A change that makes another branch for an open case needs a line here; rules and texts do not (design 2).

/** None yet: the first version has no running cases to protect. */
export const patches = {} as const;
