import { defineConfig } from 'vitest/config';

const source = (path: string) => new URL(path, import.meta.url).pathname;

export default defineConfig({
  // Tests run against the sources: no build stands between a change and its test.
  resolve: {
    alias: [
      { find: '@postern/core/testing', replacement: source('packages/core/src/testing/index.ts') },
      { find: '@postern/kysely/sqlite', replacement: source('packages/kysely/src/sqlite/index.ts') },
      { find: /^@postern\/(\w+)$/, replacement: source('packages/$1/src/index.ts') },
    ],
  },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'examples/*/src/**/*.test.ts'],
    testTimeout: 20_000,
  },
});
