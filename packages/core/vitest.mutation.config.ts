import { defineConfig } from 'vitest/config';

const source = (path: string) => new URL(path, import.meta.url).pathname;

/** What Stryker runs for each mutant: the unit tests of core, alone, but for the longest. See docs/mutation.md. */
export default defineConfig({
  resolve: { alias: [{ find: '@postern/core/testing', replacement: source('src/testing/index.ts') }] },
  test: {
    root: source('.'),
    include: ['src/**/*.test.ts'],
    // Not the interleavings: every order of every scenario, for each mutant, takes hours. They may catch a survivor.
    testTimeout: 60_000,
    // A million strings for each of a thousand mutants: hours, for what smaller properties find as well.
    testNamePattern: /^(?!.*million arbitrary strings)/,
  },
});
