import { defineConfig } from 'vitest/config';
import original from '../../../vitest.config.js';

/** Runs the tests of a copy of the sources as one project, because a copy without a defence may not build. */
export default defineConfig({
  ...(original.resolve && { resolve: original.resolve }),
  test: {
    include: ['packages/*/src/**/*.test.ts', 'examples/*/src/**/*.test.ts'],
    testTimeout: 20_000,
    globalSetup: new URL('../../postgres-server/src/vitest-global-setup.ts', import.meta.url).pathname,
  },
});
