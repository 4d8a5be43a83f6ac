import { type KeyState, type KeyStep, keyStates } from '@postern/core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { extent } from '../../test-support/extent.js';
import { figures } from '../../test-support/figures.js';
import { testSeed } from '../../test-support/seed.js';
import { allEngines, type Engines } from './candidates.js';
import { runSequences } from './run-sequences.js';

let engines: Engines;
beforeAll(async () => {
  engines = await allEngines(inject('postgresUrl'));
});
afterAll(() => engines.close());

const states = Object.keys(keyStates) as readonly KeyState[];
const verbs: readonly KeyStep[] = ['rotate', 'disable', 'enable', 'revoke', 'purge'];

/** Every verb in every state, whether or not the table has it, and every expiry. */
const everyStep = states.flatMap((state) => [
  ...verbs.map((verb) => `${state} ${verb}`),
  ...(keyStates[state].leadsTo.expire === undefined ? [] : [`${state} expire`]),
]);

it(
  `S03 S04 S06 memory, SQLite and PostgreSQL answer ${extent.sequences} random sequences of every verb as the table of states says`,
  async () => {
    const seed = testSeed('model');
    const started = performance.now();
    const { steps, tried } = await runSequences({ seed, sequences: extent.sequences, ...engines });
    // Some steps are rare. Further sequences try those that chance has left out.
    for (let round = 1; tried.size < everyStep.length && round <= 20; round += 1) {
      const further = await runSequences({ seed: seed + round, sequences: 30, ...engines });
      for (const step of further.tried) tried.add(step);
    }
    const seconds = (performance.now() - started) / 1_000;
    figures('Random sequences of every verb', { sequences: extent.sequences, steps, seconds });
    expect([...tried].sort()).toEqual([...everyStep].sort());
  },
  extent.maxMs,
);
