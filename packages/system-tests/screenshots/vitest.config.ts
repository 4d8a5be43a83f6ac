import { defineConfig } from 'vitest/config';

/** Takes the screenshots for the README and the docs: `npm run screenshots`. */
export default defineConfig({
  test: {
    root: new URL('.', import.meta.url).pathname,
    include: ['*.test.ts'],
    testTimeout: 60_000,
    globalSetup: new URL('../test-support/build.ts', import.meta.url).pathname,
  },
});
