/** The import rules of the hexagon: docs/architecture.md draws them. */

const core = '^packages/core/src';
const packages = '^packages/([^/]+)/src';
const test = '[.]test[.]ts$';
const production = { pathNot: test };
/** The files that a package's `exports` name. */
const doors = '/index[.](ts|js|d[.]ts)$|^packages/core/(src|dist)/ports[.](ts|js|d[.]ts)$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'core-is-pure',
      comment:
        'The domain knows no framework, no SQL, no environment and no logger; node:crypto and node:async_hooks in runtime/ alone.',
      severity: 'error',
      from: { path: core, ...production },
      to: { pathNot: [core, '^(node:)?(crypto|async_hooks)$'] },
    },
    {
      name: 'node-in-runtime-alone',
      comment:
        'Code that draws randomness, computes a MAC or leaves a request’s context is impure and belongs in runtime/.',
      severity: 'error',
      from: { path: core, pathNot: [`${core}/runtime/`, test] },
      to: { path: '^(node:)?(crypto|async_hooks)$' },
    },
    {
      name: 'token-knows-nothing',
      comment: 'The format of a token depends on nothing else.',
      severity: 'error',
      from: { path: `${core}/token/`, ...production },
      to: { pathNot: `${core}/(token/|errors[.]ts)` },
    },
    {
      name: 'model-knows-nothing',
      comment: 'The words of the domain depend on nothing but the format of a token.',
      severity: 'error',
      from: { path: `${core}/model/`, ...production },
      to: { pathNot: `${core}/(model/|token/|errors[.]ts)` },
    },
    {
      name: 'policy-is-pure',
      comment: 'A decision is a function of what it is given: it imports words, and types of ports.',
      severity: 'error',
      from: { path: `${core}/policy/`, ...production },
      to: { pathNot: [`${core}/(model|policy)/`, `${core}/ports/`] },
    },
    {
      name: 'ports-are-types',
      comment: 'A port is an interface: importing one must run nothing.',
      severity: 'error',
      from: { path: `${core}/ports/`, ...production },
      to: { dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'ports-know-words',
      comment: 'A port speaks in the words of the domain; no policy, use case or runtime is above it.',
      severity: 'error',
      from: { path: `${core}/ports/`, ...production },
      to: { pathNot: `${core}/(token/|model/|ports/|errors[.]ts)` },
    },
    {
      name: 'use-cases-meet-ports',
      comment: 'A use case speaks with the outside through ports, never with runtime/ or a test double.',
      severity: 'error',
      from: { path: `${core}/use-cases/`, ...production },
      to: { pathNot: `${core}/(model|token|policy|ports|use-cases)/|${core}/errors[.]ts` },
    },
    {
      name: 'testing-is-a-leaf',
      comment: 'Test doubles must not reach production: nothing in core imports testing/.',
      severity: 'error',
      from: { path: core, pathNot: [`${core}/testing/`, test] },
      to: { path: `${core}/testing/` },
    },
    ...[
      { adapter: 'argon2', adapts: 'argon2|@node-rs/argon2' },
      { adapter: 'kysely', adapts: 'kysely|better-sqlite3|pg' },
    ].map(({ adapter, adapts }) => ({
      name: `adapters-are-strangers-${adapter}`,
      comment:
        'An adapter imports core and the libraries it adapts. It knows nothing of its neighbours or of HTTP.',
      severity: 'error',
      from: { path: `^packages/${adapter}/src`, ...production },
      to: {
        pathNot: [`^packages/(${adapter}|core)/`, `node_modules/(@types/)?(${adapts})/`],
        dependencyTypesNot: ['core'],
      },
    })),
    {
      name: 'engines-are-strangers',
      comment: 'Whoever uses one database has not installed the driver of the other.',
      severity: 'error',
      from: { path: '^packages/kysely/src/(sqlite|postgres)/', ...production },
      to: { path: '^packages/kysely/src/(sqlite|postgres)/', pathNot: '^packages/kysely/src/$1/' },
    },
    {
      name: 'optional-peer-is-asked-for',
      comment: 'Whoever has not installed the second engine of Argon2 must not come to load it.',
      severity: 'error',
      from: { path: '^packages/argon2/src/', pathNot: [test, '^packages/argon2/src/node-rs/'] },
      to: { path: ['^packages/argon2/src/node-rs/', 'node_modules/@node-rs/'] },
    },
    {
      name: 'postgres-server-is-for-tests',
      comment: 'It is published nowhere, nor are benchmarks: what a user installs must not need it.',
      severity: 'error',
      from: {
        path: '^(packages|examples)/[^/]+/src/',
        pathNot: [test, '^packages/(postgres-server|system-tests|benchmarks)/'],
      },
      to: { path: '^packages/postgres-server/' },
    },
    {
      name: 'http-knows-no-framework',
      comment: 'Headers, status codes and problem documents are the same everywhere.',
      severity: 'error',
      from: { path: '^packages/http/src', ...production },
      to: { pathNot: ['^packages/(http|core)/', 'node_modules/(@types/)?vary/'] },
    },
    {
      name: 'frameworks-are-thin',
      comment: 'A middleware imports core, http and its framework; everything else belongs below it.',
      severity: 'error',
      from: { path: '^packages/(express|hono)/src', ...production },
      to: {
        pathNot: [
          '^packages/$1/',
          '^packages/(core|http)/',
          'node_modules/(@types/)?$1(/|-serve-static-core/)',
          '^(node:)?http$',
        ],
      },
    },
    {
      name: 'management-stands-on-http',
      comment:
        'It speaks the Fetch API, so it runs in any framework; storage and hashing are its host’s affair.',
      severity: 'error',
      from: { path: '^packages/management/src', ...production },
      to: {
        pathNot: [
          '^packages/(management|core|http)/',
          'node_modules/(hono|@hono/node-server|zod)/',
          '^(node:)?http2?$',
        ],
      },
    },
    {
      name: 'settings-stands-on-management',
      comment:
        'The pages know who may do what as the management API does, and make HTML of it. They read no files: a bundle has none.',
      severity: 'error',
      from: { path: '^packages/settings/src', ...production },
      to: {
        pathNot: ['^packages/(settings|management|core)/', 'node_modules/hono/', '^(node:)?crypto$'],
      },
    },
    {
      name: 'agent-stands-on-management',
      comment:
        'The tools know who may do what as the management API does. Models and their SDKs are the host’s affair.',
      severity: 'error',
      from: { path: '^packages/agent/src', ...production },
      to: {
        pathNot: [
          '^packages/(agent|management|core)/',
          'node_modules/(zod|@modelcontextprotocol/sdk)/',
          '^(node:)?(crypto|stream)(/promises)?$',
        ],
      },
    },
    {
      name: 'mcp-is-asked-for',
      comment: 'Whoever has not installed the protocol’s SDK must not come to load it.',
      severity: 'error',
      from: { path: '^packages/agent/src/', pathNot: [test, '^packages/agent/src/mcp/'] },
      to: { path: ['^packages/agent/src/mcp/', 'node_modules/@modelcontextprotocol/'] },
    },
    {
      name: 'conformance-without-http',
      comment: 'The contract of a repository or a hasher must not require @postern/http to be installed.',
      severity: 'error',
      from: { path: '^packages/conformance/src/', pathNot: [test, '^packages/conformance/src/middleware/'] },
      to: { path: ['^packages/conformance/src/middleware/', '^packages/http/'] },
    },
    {
      name: 'front-door-only',
      comment: 'Across packages by package name: a deep import would not survive publishing.',
      severity: 'error',
      from: { path: packages },
      to: { path: '^packages/', pathNot: ['^packages/$1/', doors] },
    },
    {
      name: 'examples-use-public-names',
      comment: 'An example imports what a user could import.',
      severity: 'error',
      from: { path: '^examples/' },
      to: { path: '^packages/', pathNot: doors },
    },
    {
      name: 'front-door-by-name',
      comment: 'No path that climbs out of a package.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: { path: '^packages/', pathNot: '^packages/$1/', dependencyTypesNot: ['aliased'] },
    },
    {
      name: 'no-cycles',
      comment: 'Files that need each other are one file, or three.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nothing imports is dead, or its test is missing.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          test,
          '[.]d[.]m?ts$',
          '[.]config[.]ts$',
          '(^|/)index[.]ts$',
          '^examples/[^/]+/src/((mcp-)?main|server)[.]ts$',
          // Browsers ask for these.
          '^packages/settings/assets/',
        ],
      },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules'] },
    exclude: { path: '^(packages|examples)/[^/]+/dist/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.tests.json' },
    combinedDependencies: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'default'] },
  },
};
