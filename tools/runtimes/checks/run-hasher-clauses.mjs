import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { argon2Hasher } from '@postern/argon2';
import { hasherContract } from '@postern/conformance';
import { runClauses } from './run-clauses.mjs';

/** Runs the contract of a hasher with an engine, or with the one that `argon2Hasher` chooses here. */
export async function runHasherClauses(engine) {
  const make = () => ({
    hasher: argon2Hasher({ memoryKiB: 64, passes: 1, engine }),
    withOtherParameters: argon2Hasher({ memoryKiB: 128, passes: 1, engine }),
  });
  await runClauses([...hasherContract, offTheMainThread(engine)], make);
}

/** The main thread must go on while a hash of some hundred milliseconds is computed. */
const offTheMainThread = (engine) => ({
  name: 'a hash is computed off the main thread',
  async run() {
    let ended = false;
    const hash = argon2Hasher({ memoryKiB: 131_072, passes: 4, engine }).hash('user.not-a-token');
    hash.finally(() => (ended = true)).catch(() => undefined);
    let turns = 0;
    while (!ended) {
      await delay(1);
      turns += 1;
    }
    await hash;
    assert.ok(turns > 10, `the main thread had ${turns} turns during the hash`);
  },
});
