import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import original from '../../../vitest.config.js';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Installs the packages as npm would publish them, and uses them from there: `npm run test:packages`. */
export default defineConfig(({ mode }) => ({
  ...(original.resolve && { resolve: original.resolve }),
  test: {
    root: path('.'),
    include: ['*.test.ts'],
    // These change rarely, and take an installation each.
    exclude: mode === 'quick' ? ['frameworks.test.ts', 'required-types.test.ts'] : [],
    env: { POSTERN_TEST_EXTENT: mode },
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 60_000,
    globalSetup: [
      path('../../postgres-server/src/vitest-global-setup.ts'),
      path('../test-support/build.ts'),
      path('pack-tarballs.ts'),
      path('install-everything.ts'),
    ],
  },
}));
