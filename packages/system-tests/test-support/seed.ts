/**
 * Gives what the random choices of a test come from, and prints it: another one each time, or that of `TEST_SEED`, to see
 * again what was seen.
 */
export function testSeed(what: string): number {
  const given = process.env.TEST_SEED;
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
  process.stdout.write(`${what}: TEST_SEED=${seed}\n`);
  return seed;
}
