/** How much the long tests do: what fits into the check of a pull request, or what `npm run test:soak` has time for. */
export const extent =
  process.env.POSTERN_TEST_EXTENT === 'soak'
    ? { sequences: 10_000, kills: 2_000, revocations: 5_000, rounds: 500, maxMs: 3 * 60 * 60 * 1000 }
    : { sequences: 300, kills: 200, revocations: 500, rounds: 100, maxMs: 5 * 60 * 1000 };
