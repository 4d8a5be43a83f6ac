/** The import rules of the hexagon, which docs/architecture.md draws. */

const core = '^packages/core/src';
const packages = '^packages/([^/]+)/src';
const test = '[.]test[.]ts$';
const production = { pathNot: test };
/** The files that a package's `exports` name. */
const doors = '/index[.](ts|js|d[.]ts)$|^packages/core/(src|dist)/ports[.](ts|js|d[.]ts)$';
/** The same, without what is not API. */
const publicDoors = `(?<!/internal)(${doors})`;
/** A folder of @postern/kysely for one database. */
const engine = '^packages/kysely/src/(?!queries/|migrations/)([^/]+)/';
/** A folder of @postern/kysely for one driver of SQLite. */
const sqliteDriver = '^packages/kysely/src/sqlite/([^/]+)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'core-is-pure',
      comment:
        'The domain depends on no framework, SQL, environment or logger. Only runtime/ uses node:crypto, node:async_hooks and node:util.',
      severity: 'error',
      from: { path: core, ...production },
      to: { pathNot: [core, '^(node:)?(crypto|async_hooks|util)$'] },
    },
    {
      name: 'node-only-in-runtime',
      comment:
        'Code that generates random values, computes a MAC or leaves the context of a request is impure and belongs in runtime/.',
      severity: 'error',
      from: { path: core, pathNot: [`${core}/runtime/`, test] },
      to: { path: '^(node:)?(crypto|async_hooks|util)$' },
    },
    {
      name: 'token-depends-on-nothing',
      comment: 'The format of a token depends on nothing else.',
      severity: 'error',
      from: { path: `${core}/token/`, ...production },
      to: { pathNot: `${core}/(token/|errors[.]ts)` },
    },
    {
      name: 'model-depends-on-token',
      comment: 'The types of the domain depend only on the format of a token.',
      severity: 'error',
      from: { path: `${core}/model/`, ...production },
      to: { pathNot: `${core}/(model/|token/|errors[.]ts)` },
    },
    {
      name: 'policy-is-pure',
      comment:
        'A decision is a function of its arguments: it imports the model, errors and the types of ports.',
      severity: 'error',
      from: { path: `${core}/policy/`, ...production },
      to: { pathNot: [`${core}/(model|policy)/`, `${core}/ports/`, `${core}/errors[.]ts`] },
    },
    {
      name: 'ports-are-types',
      comment: 'A port is an interface: importing one must run nothing.',
      severity: 'error',
      from: { path: `${core}/ports/`, ...production },
      to: { dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'ports-use-the-model',
      comment: 'A port uses the types of the domain. It depends on no policy, use case or runtime.',
      severity: 'error',
      from: { path: `${core}/ports/`, ...production },
      to: { pathNot: `${core}/(token/|model/|ports/|errors[.]ts)` },
    },
    {
      name: 'use-cases-use-ports',
      comment: 'A use case reaches the outside through ports, never through runtime/ or a test double.',
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
      name: `adapters-are-independent-${adapter}`,
      comment: 'An adapter imports core and the libraries it adapts, never another adapter or HTTP.',
      severity: 'error',
      from: { path: `^packages/${adapter}/src`, ...production },
      to: {
        pathNot: [`^packages/(${adapter}|core)/`, `node_modules/(@types/)?(${adapts})/`],
        dependencyTypesNot: ['core'],
      },
    })),
    {
      name: 'engines-are-independent',
      comment: 'A service that uses one database has not installed the driver of the other.',
      severity: 'error',
      from: { path: engine, ...production },
      to: { path: engine, pathNot: '^packages/kysely/src/$1/' },
    },
    {
      name: 'sqlite-drivers-are-independent',
      comment: 'A service that uses one driver for SQLite must not load another.',
      severity: 'error',
      from: { path: sqliteDriver, ...production },
      to: { path: sqliteDriver, pathNot: '^packages/kysely/src/sqlite/$1/' },
    },
    {
      name: 'sqlite-drivers-are-not-required',
      comment: 'Only the entry point of a driver may load it.',
      severity: 'error',
      from: {
        path: '^packages/kysely/src/',
        pathNot: [test, sqliteDriver, '^packages/kysely/src/sqlite/index[.]ts$'],
      },
      to: { path: [sqliteDriver, 'node_modules/(@types/)?better-sqlite3/'] },
    },
    {
      name: 'queries-are-independent-of-engines',
      comment:
        'What differs between databases is on the dialect: another database is a folder, and no change to a query.',
      severity: 'error',
      from: { path: '^packages/kysely/src/((queries|migrations)/|[^/]+$)', ...production },
      to: { path: engine },
    },
    {
      name: 'optional-engines-are-not-required',
      comment: 'A service that has not installed a package with an engine of Argon2 must not load it.',
      severity: 'error',
      from: { path: '^packages/argon2/src/', pathNot: [test, '^packages/argon2/src/node-(rs|argon2)/'] },
      to: {
        path: ['^packages/argon2/src/node-(rs|argon2)/', 'node_modules/@node-rs/', 'node_modules/argon2/'],
      },
    },
    {
      name: 'postgres-server-is-for-tests',
      comment:
        'It is not published, and neither are the benchmarks: nothing that a user installs may need it.',
      severity: 'error',
      from: {
        path: '^(packages|examples)/[^/]+/src/',
        pathNot: [test, '^packages/(postgres-server|system-tests|benchmarks)/'],
      },
      to: { path: '^packages/postgres-server/' },
    },
    {
      name: 'http-has-no-framework',
      comment: 'Headers, status codes and problem documents are the same everywhere.',
      severity: 'error',
      from: { path: '^packages/http/src', ...production },
      to: { pathNot: ['^packages/(http|core)/', 'node_modules/(@types/)?vary/', '^(node:)?http$'] },
    },
    {
      name: 'http-runs-anywhere',
      comment: "Only its entry point for Node knows the types of Node's server.",
      severity: 'error',
      from: { path: '^packages/http/src', pathNot: ['^packages/http/src/node/', test] },
      to: { path: ['^packages/http/src/node/', '^(node:)?http$'] },
    },
    {
      name: 'frameworks-are-thin',
      comment: 'A middleware imports core, http and its framework; everything else belongs below it.',
      severity: 'error',
      from: { path: '^packages/(express|fastify|fetch|hono)/src', ...production },
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
      name: 'nestjs-is-thin',
      comment:
        'It imports core, http and Nest, but neither of its platforms: a service has installed one of them.',
      severity: 'error',
      from: { path: '^packages/nestjs/src', ...production },
      to: {
        pathNot: ['^packages/(nestjs|core|http)/', 'node_modules/@nestjs/(common|core)/', '^(node:)?http$'],
      },
    },
    {
      name: 'fetch-runs-anywhere',
      comment: 'Bun, Deno and workers have no server of Node, and some have no module of Node.',
      severity: 'error',
      from: { path: '^packages/fetch/src', ...production },
      to: { pathNot: '^packages/(fetch/|core/|http/(src|dist)/(fetch/)?[^/]+$)' },
    },
    {
      name: 'management-builds-on-http',
      comment: 'It uses the Fetch API, so it runs in any framework. Storage and hashing are up to its host.',
      severity: 'error',
      from: { path: '^packages/management/src', ...production },
      to: {
        pathNot: [
          '^packages/(management|core|http)/',
          'node_modules/(hono|@hono/node-server|zod)/',
          '^(node:)?(crypto|http2?)$',
        ],
      },
    },
    {
      name: 'settings-builds-on-management',
      comment:
        'The pages use the permissions of the management API and render HTML. They read no files, because a bundle has none.',
      severity: 'error',
      from: { path: '^packages/settings/src', ...production },
      to: {
        pathNot: ['^packages/(settings|management|core)/', 'node_modules/hono/', '^(node:)?crypto$'],
      },
    },
    {
      name: 'agent-builds-on-management',
      comment:
        'The tools use the permissions of the management API. Models and their SDKs are up to the host.',
      severity: 'error',
      from: { path: '^packages/agent/src', ...production },
      to: {
        pathNot: [
          '^packages/(agent|management|core)/',
          'node_modules/(zod|@modelcontextprotocol/server)/',
          '^(node:)?(crypto|stream)(/promises)?$',
        ],
      },
    },
    {
      name: 'mcp-is-not-required',
      comment: 'A service that has not installed the SDK of the protocol must not load it.',
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
      comment: 'Packages import each other by package name: a deep import would not survive publishing.',
      severity: 'error',
      from: { path: packages },
      to: { path: '^packages/', pathNot: ['^packages/$1/', doors] },
    },
    {
      name: 'examples-use-public-names',
      comment: 'An example imports what a user could import.',
      severity: 'error',
      from: { path: '^examples/' },
      to: { path: '^packages/', pathNot: publicDoors },
    },
    {
      name: 'front-door-by-name',
      comment: 'No relative path leads out of a package.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: { path: '^packages/', pathNot: '^packages/$1/', dependencyTypesNot: ['aliased'] },
    },
    {
      name: 'no-cycles',
      comment: 'Files that need each other should be one file, or three.',
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
          '^(packages/settings|examples/workspace)/assets/',
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
