import { defineConfig } from 'vitest/config';
import original from '../../../vitest.config.js';

const path = (name: string) => new URL(`../${name}`, import.meta.url).pathname;

/** Runs longer versions of the random sequences, the races and the crashes: `npm run test:soak`. */
export default defineConfig({
  ...(original.resolve && { resolve: original.resolve }),
  test: {
    root: path('.'),
    include: ['src/{model,races,crashes,exports}/**/*.test.ts', 'src/two-processes.test.ts'],
    env: { POSTERN_TEST_EXTENT: 'soak' },
    fileParallelism: false,
    globalSetup: [
      new URL('../../postgres-server/src/vitest-global-setup.ts', import.meta.url).pathname,
      path('test-support/build.ts'),
    ],
  },
});
