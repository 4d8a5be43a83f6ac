const hourMs = 60 * 60 * 1000;

/**
 * What fits into the check of a pull request. The tests of deliberate defects need no more than 60 kills and 30
 * revocations. Rarer mistakes in a transaction or in a memory are found by tests that try each failure and each order:
 * `ignored-writes.test.ts` and the interleavings of @postern/kysely.
 */
const quick = {
  sequences: 200,
  kills: 60,
  revocations: 60,
  rounds: 100,
  exportedKeys: 10_000,
  maxMs: hourMs / 12,
};

const extents: Readonly<Record<string, typeof quick>> = {
  /** What docs/reliability.md reports: see `npm run reliability`. */
  reported: { ...quick, sequences: 300, kills: 200, revocations: 500 },
  /** What `npm run test:soak` has time for. */
  soak: {
    sequences: 10_000,
    kills: 2_000,
    revocations: 5_000,
    rounds: 500,
    exportedKeys: 1_000_000,
    maxMs: 3 * hourMs,
  },
};

/** How much the long tests do. */
export const extent: typeof quick = extents[process.env.POSTERN_TEST_EXTENT ?? ''] ?? quick;
