import { defineConfig } from 'vitest/config';
import original from '../../../vitest.config.js';

/** How tests run in a copy of the sources: in one project, for a copy without a defence need not build. */
export default defineConfig({
  ...(original.resolve && { resolve: original.resolve }),
  test: {
    include: ['packages/*/src/**/*.test.ts', 'examples/*/src/**/*.test.ts'],
    testTimeout: 20_000,
    globalSetup: new URL('../../postgres-server/src/vitest-global-setup.ts', import.meta.url).pathname,
  },
});
