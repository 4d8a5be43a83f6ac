// What docs/runtimes.md says about each runtime: each check is a program that runs there.

const onlyFrom247 = 'Node has Argon2 from 24.7 on.';
const onlyInBun = 'Only Bun has `bun:sqlite`.';
const onWorkerd = {
  argon2: 'Cloudflare Workers have no Argon2.',
  native: 'Cloudflare Workers load no native modules.',
  sqlite: 'Cloudflare Workers have no files.',
  postgres: 'Not tested on Cloudflare Workers.',
  server: 'Cloudflare Workers have no server of `node:http`.',
};
const sqlite = (driver) => ['checks/sqlite-contract.mjs', driver];

/**
 * `not` names the runtimes where a check can't pass, each with the reason.
 *
 * @type {readonly { id: string; title: string; program: string[]; not?: Readonly<Record<string, string>>; except?: Readonly<Record<string, string[]>> }[]}
 */
export const checks = [
  {
    id: 'core',
    title: '`@postern/core`, with the memory repository',
    program: ['checks/memory.mjs'],
  },
  {
    id: 'argon2',
    title: "`@postern/argon2`, with the runtime's own Argon2",
    program: ['checks/argon2-built-in.mjs'],
    not: {
      'node-20': onlyFrom247,
      'node-22': onlyFrom247,
      deno: 'Deno 2.9 has no `crypto.argon2`.',
      workerd: onWorkerd.argon2,
    },
  },
  {
    id: 'argon2/node-rs',
    title: '`@postern/argon2`, with `@node-rs/argon2`',
    program: ['checks/argon2-node-rs.mjs'],
    not: { workerd: onWorkerd.native },
  },
  {
    id: 'argon2/node-argon2',
    title: '`@postern/argon2`, with `argon2`',
    program: ['checks/argon2-node-argon2.mjs'],
    not: { workerd: onWorkerd.native },
  },
  {
    id: 'kysely/sqlite',
    title: '`@postern/kysely/sqlite`, with `better-sqlite3`',
    program: sqlite('better-sqlite3'),
    not: { workerd: onWorkerd.native },
  },
  {
    id: 'kysely/node-sqlite',
    title: '`@postern/kysely/node-sqlite`',
    program: sqlite('node-sqlite'),
    not: { 'node-20': 'Node has `node:sqlite` from 22.13 on.', workerd: onWorkerd.sqlite },
  },
  {
    id: 'kysely/bun-sqlite',
    title: '`@postern/kysely/bun-sqlite`',
    program: sqlite('bun-sqlite'),
    not: Object.fromEntries(
      ['node-20', 'node-22', 'node-24', 'node-26', 'deno', 'workerd'].map((id) => [id, onlyInBun]),
    ),
  },
  {
    id: 'kysely/postgres',
    title: '`@postern/kysely/postgres`',
    program: ['checks/postgres.mjs'],
    not: { workerd: onWorkerd.postgres },
  },
  middleware('hono'),
  middleware('fetch'),
  middleware('express', { not: { workerd: onWorkerd.server } }),
  middleware('fastify', {
    not: { workerd: onWorkerd.server },
    // With a listener for `clientError`, Deno's server itself answers a request whose URL has a user name.
    except: { deno: ['H05 a token in a cookie, in the URL before the host or in the body is ignored'] },
  }),
  middleware('nestjs', { title: '`@postern/nestjs`, on Express', not: { workerd: onWorkerd.server } }),
];

/** `except` names the clauses that a runtime answers itself, before the middleware. */
function middleware(name, exceptions = {}) {
  return { id: name, title: `\`@postern/${name}\``, program: ['checks/middleware.mjs', name], ...exceptions };
}
