/**
 * Returns the seed of the random choices of a test, and prints it: a new one each time, or that of `TEST_SEED`, to
 * reproduce a run.
 */
export function testSeed(what: string): number {
  const given = process.env.TEST_SEED;
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
  process.stdout.write(`${what}: TEST_SEED=${seed}\n`);
  return seed;
}
