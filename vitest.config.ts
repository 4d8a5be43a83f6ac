import { defineConfig } from 'vitest/config';

const source = (path: string) => new URL(path, import.meta.url).pathname;
const tests = ['packages/*/src/**/*.test.ts', 'examples/*/src/**/*.test.ts'];
const systemTests = 'packages/system-tests/src/**/*.test.ts';

export default defineConfig({
  // Tests run against the sources: no build stands between a change and its test.
  resolve: {
    alias: [
      { find: '@postern/core/testing', replacement: source('packages/core/src/testing/index.ts') },
      { find: '@postern/argon2/node-rs', replacement: source('packages/argon2/src/node-rs/index.ts') },
      { find: '@postern/kysely/sqlite', replacement: source('packages/kysely/src/sqlite/index.ts') },
      { find: '@postern/kysely/postgres', replacement: source('packages/kysely/src/postgres/index.ts') },
      { find: '@postern/agent/mcp', replacement: source('packages/agent/src/mcp/index.ts') },
      { find: /^@postern\/([\w-]+)$/, replacement: source('packages/$1/src/index.ts') },
    ],
  },
  test: {
    testTimeout: 20_000,
    globalSetup: source('packages/postgres-server/src/vitest-global-setup.ts'),
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: tests, exclude: ['**/node_modules/**', systemTests] },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: [systemTests],
          // They start processes and measure time: after the others, and one after the other.
          sequence: { groupOrder: 1 },
          fileParallelism: false,
          globalSetup: source('packages/system-tests/test-support/build.ts'),
        },
      },
    ],
  },
});
