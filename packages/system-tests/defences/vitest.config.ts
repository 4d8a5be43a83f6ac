import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('.', import.meta.url).pathname,
    include: ['*.test.ts'],
    testTimeout: 120_000,
    globalSetup: new URL('../../postgres-server/src/vitest-global-setup.ts', import.meta.url).pathname,
    maxConcurrency: 2,
  },
});
