import { defineConfig } from 'vitest/config';

const source = (path: string) => new URL(path, import.meta.url).pathname;
const tests = [
  'packages/*/src/**/*.test.ts',
  'packages/{core,kysely}/interleavings/*.test.ts',
  'examples/*/src/**/*.test.ts',
];
/**
 * These leave nothing behind, so their files can share processes and modules, which takes half the time. Excluded are
 * the one that searches the whole memory of its process, and most adapters: the frameworks that they are for may change
 * globals, which would hide what a test needs.
 */
const pure = [
  'packages/{core,http,conformance,settings,agent}/src/**/!(secrets-in-memory).test.ts',
  'examples/workspace/src/**/*.test.ts',
];
const systemTests = (path: string) => `packages/system-tests/${path}.test.ts`;

/** The only system test that `npm test` runs: one person's journey in a real browser. */
const journey = systemTests('src/browser/journey');
/**
 * What the site looks like, and what bundlers make of the packages, changes rarely. The journeys in four ways take long;
 * the other browser tests take the same steps once. The clients of agents are large to install: `npm run test:nightly`.
 */
const nightly = [
  'src/browser/docs-site',
  'src/browser/journeys',
  'src/bundles',
  'src/agent/conformance',
  'src/agent/connected-clients',
].map(systemTests);
/** These compare times or wait for deadlines, so nothing else may run at the same time. */
const timing = [
  'src/timing',
  'src/responsiveness',
  'src/faults/sqlite-write-lock',
  'src/faults/postgres-under-load',
  'src/faults/postgres-failover',
].map(systemTests);

/** Builds the packages before the tests that start processes. */
const build = source('packages/system-tests/test-support/build.ts');

export default defineConfig({
  // Tests run against the sources, so a change can be tested without a build.
  resolve: {
    alias: [
      { find: '@postern/core/ports', replacement: source('packages/core/src/ports.ts') },
      {
        find: '@postern/core/interleavings',
        replacement: source('packages/core/interleavings/index.ts'),
      },
      {
        find: /^@postern\/kysely\/((node|bun)-sqlite)$/,
        replacement: source('packages/kysely/src/sqlite/$1/index.ts'),
      },
      {
        find: /^@postern\/([\w-]+)\/([\w-]+)$/,
        replacement: `${source('packages/')}$1/src/$2/index.ts`,
      },
      { find: /^@postern\/([\w-]+)$/, replacement: source('packages/$1/src/index.ts') },
    ],
  },
  // For Nest's decorators, which are those of TypeScript's `experimentalDecorators`.
  oxc: { decorator: { legacy: true } },
  test: {
    testTimeout: 20_000,
    // Vitest's default leaves one core unused. One more than cores makes each file twice as slow, and all of them later.
    maxWorkers: '100%',
    globalSetup: source('packages/postgres-server/src/vitest-global-setup.ts'),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: tests,
          exclude: ['**/node_modules/**', 'packages/system-tests/**', ...pure],
        },
      },
      { extends: true, test: { name: 'pure', include: pure, isolate: false } },
      {
        extends: true,
        test: { name: 'journey', include: [journey], globalSetup: build, sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: [systemTests('src/**/*'), systemTests('clients/*')],
          exclude: ['**/node_modules/**', journey, ...nightly, ...timing],
          globalSetup: build,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: { name: 'nightly', include: nightly, globalSetup: build, sequence: { groupOrder: 3 } },
      },
      {
        extends: true,
        test: {
          name: 'timing',
          include: timing,
          globalSetup: build,
          sequence: { groupOrder: 4 },
          fileParallelism: false,
        },
      },
    ],
  },
});
