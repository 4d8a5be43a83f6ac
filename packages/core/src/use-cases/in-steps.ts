/** As many records as one transaction changes: more would hold its locks for too long. */
export const mostAtOnce = 500;

/** How many steps one call takes at most: ten million records. A storage that has still more each time writes nothing. */
export const mostSteps = 20_000;
