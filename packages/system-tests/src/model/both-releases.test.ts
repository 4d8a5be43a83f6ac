import { afterAll, beforeAll, inject, it } from 'vitest';
import { extent } from '../../test-support/extent.js';
import { figures } from '../../test-support/figures.js';
import { testSeed } from '../../test-support/seed.js';
import { anyStepOfEitherRelease } from './any-step.js';
import { type Engines, enginesOfBothReleases } from './candidates.js';
import { runSequences } from './run-sequences.js';

let engines: Engines;
beforeAll(async () => {
  engines = await enginesOfBothReleases(inject('postgresUrl'));
});
afterAll(() => engines.close());

const sequences = extent.sequences / 10;

it(
  `SQLite and PostgreSQL answer ${sequences} random sequences as the model says, with every step by this release or the one before it`,
  async () => {
    const seed = testSeed('model of both releases');
    const { steps } = await runSequences({ seed, sequences, steps: anyStepOfEitherRelease, ...engines });
    figures('Random sequences of two releases on the same tables', { sequences, steps });
  },
  extent.maxMs,
);
