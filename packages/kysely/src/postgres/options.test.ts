import { EventEmitter } from 'node:events';
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import type { PostgresStorageOptions } from './options.js';
import { postgresStorage } from './postgres-storage.js';

const connectionString = 'postgres://nobody@127.0.0.1:1/nowhere';

const refusal = (options: unknown): unknown => {
  try {
    return postgresStorage(options as PostgresStorageOptions);
  } catch (error) {
    return error;
  }
};

const poolWith = (listeners: readonly (() => void)[]) => {
  const pool = Object.assign(new EventEmitter(), { connect: () => Promise.reject(new Error('no')) });
  for (const listener of listeners) pool.on('error', listener);
  return pool;
};

it.each([undefined, null, connectionString, 5])('refuses %o instead of options', (options) => {
  expect(refusal(options)).toMatchObject({
    code: 'ERR_INVALID_CONFIG',
    message: expect.stringContaining('must be an object'),
  });
});

it('refuses an unknown option, and names the known ones', () => {
  expect(refusal({ connectionString, prefix: 'x_' })).toMatchObject({
    code: 'ERR_INVALID_CONFIG',
    message:
      'postgresStorage: unknown option prefix; the options are connectionString, pool, schema, tablePrefix, maxConnections, connectDeadlineMs, statementDeadlineMs, migrationDeadlineMs',
  });
});

it.each([{}, { connectionString: undefined }, { connectionString, pool: poolWith([() => {}]) }])(
  'refuses %o: exactly one of connectionString and pool is needed',
  (options) => {
    expect(refusal(options)).toMatchObject({
      code: 'ERR_INVALID_CONFIG',
      message: 'postgresStorage: pass either connectionString or pool',
    });
  },
);

it.each(['', 'localhost', '/run/postgresql', 'mysql://root@localhost', 'postgres://a:SECRET@[::/x', 5, null])(
  'refuses the connection string %o, and does not repeat it',
  (given) => {
    const refused = refusal({ connectionString: given });
    expect(refused).toMatchObject({ code: 'ERR_INVALID_CONFIG' });
    expect(inspect(refused, { showHidden: true })).not.toContain('SECRET');
  },
);

it.each(['sslrootcert', 'sslcert', 'sslkey'])(
  'reports that a %s cannot be read, without its path',
  (name) => {
    const refused = refusal({ connectionString: `postgres://a:SECRET@db/app?${name}=/nowhere/SECRET.crt` });
    expect(refused).toMatchObject({
      code: 'ERR_INVALID_CONFIG',
      message: expect.stringContaining('a file named in connectionString cannot be read'),
    });
    expect(inspect(refused, { showHidden: true })).not.toContain('SECRET');
  },
);

it.each([null, {}, 'pool'])('refuses %o instead of a pool', (pool) => {
  expect(refusal({ pool })).toMatchObject({ message: expect.stringContaining('pool must be a pool of pg') });
});

it('refuses a pool without an error listener: a lost connection would end the process', () => {
  expect(refusal({ pool: poolWith([]) })).toMatchObject({
    code: 'ERR_INVALID_CONFIG',
    message: expect.stringContaining("pool.on('error', …)"),
  });
  expect(refusal({ pool: poolWith([() => {}]) })).toHaveProperty('repository');
});

it('refuses a pool whose values arrive in binary form', () => {
  const pool = Object.assign(poolWith([() => {}]), { options: { binary: true } });
  expect(refusal({ pool })).toMatchObject({
    code: 'ERR_INVALID_CONFIG',
    message: expect.stringContaining('without binary: true'),
  });
});

it.each([
  { pool: poolWith([() => {}]), maxConnections: 5 },
  { connectionString, schema: 'pg_keys' },
  { connectionString, schema: 'Keys' },
  { connectionString, schema: 'a"b' },
  { connectionString, schema: 'a'.repeat(64) },
  { connectionString, tablePrefix: '' },
  { connectionString, tablePrefix: 'a'.repeat(32) },
  ...[0, -1, 1.5, Number.NaN, 2 ** 31, '5', null].flatMap((value) => [
    { connectionString, maxConnections: value },
    { connectionString, connectDeadlineMs: value },
    { connectionString, statementDeadlineMs: value },
    { connectionString, migrationDeadlineMs: value },
  ]),
])('refuses %o', (options) => {
  expect(refusal(options)).toMatchObject({ code: 'ERR_INVALID_CONFIG' });
});

it('treats undefined as an option that is not given', () => {
  expect(refusal({ connectionString, pool: undefined, schema: undefined })).toHaveProperty('repository');
});
