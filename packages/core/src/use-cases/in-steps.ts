/** How many records one transaction changes: more would hold its locks for too long. */
export const maxPerStep = 500;

/** How many steps one call may take: ten million records. A storage that still finds more is not writing. */
export const maxSteps = 20_000;
