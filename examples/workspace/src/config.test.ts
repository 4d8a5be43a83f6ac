import { describe, expect, it } from 'vitest';
import { readConfig } from './config.js';

const checkKey = Buffer.alloc(32, 7).toString('base64url');

describe('readConfig', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toEqual({
      port: 8080,
      url: 'http://localhost:8080',
      model: undefined,
      host: '127.0.0.1',
      database: { engine: 'sqlite', file: './data/workspace.sqlite' },
      plan: 'business',
      password: undefined,
      checkKey: undefined,
    });
  });

  it('accepts a check key of 32 bytes or more', () => {
    expect(readConfig({ POSTERN_CHECK_KEY: checkKey }).checkKey).toEqual(new Uint8Array(32).fill(7));
  });

  it.each([
    ['sqlite:/var/lib/workspace.sqlite', '/var/lib/workspace.sqlite'],
    ['sqlite:///var/lib/workspace.sqlite', '/var/lib/workspace.sqlite'],
    ['sqlite:workspace.sqlite', 'workspace.sqlite'],
  ])('finds the file in %s', (url, file) => {
    expect(readConfig({ DATABASE_URL: url }).database).toEqual({ engine: 'sqlite', file });
  });

  it.each([
    'postgres://localhost/workspace',
    'postgresql://ada:p%C3%A4ss@db.example:6432/workspace?sslmode=verify-full',
    'postgres:///workspace?host=/run/postgresql',
  ])('accepts %s unchanged', (connectionString) => {
    const { database } = readConfig({ DATABASE_URL: connectionString });
    expect(database).toEqual({ engine: 'postgres', connectionString });
  });

  it.each([
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['DATABASE_URL', 'postgres:workspace'],
    ['DATABASE_URL', 'postgres://ada:p%E4ss@localhost/workspace'],
    ['DATABASE_URL', 'postgres://ada:p%zz@localhost/workspace'],
    ['DATABASE_URL', 'postgres://ada:pass@localhost:port/workspace'],
    ['DATABASE_URL', 'postgres://ada:pass word@localhost/workspace'],
    ['DATABASE_URL', 'mysql://localhost/workspace'],
    ['DATABASE_URL', 'sqlite::memory:'],
    ['DATABASE_URL', 'sqlite:./:memory:'],
    ['DATABASE_URL', ''],
    ['WORKSPACE_PLAN', 'gold'],
    ['WORKSPACE_PASSWORD', ''],
    ['POSTERN_CHECK_KEY', ''],
    ['POSTERN_CHECK_KEY', checkKey.slice(0, -2)],
    ['POSTERN_CHECK_KEY', `${checkKey.slice(0, -1)}+`],
  ])('refuses %s=%s, and names the setting but not the value', (name, value) => {
    const read = () => readConfig({ [name]: value });
    expect(read).toThrow(name);
    if (value.length > 10) expect(read).not.toThrow(value);
  });

  it.each([
    ['PORT', '8080\r'],
    ['WORKSPACE_HOST', ' 127.0.0.1'],
    ['WORKSPACE_URL', 'https://workspace.example.com\n'],
    ['DATABASE_URL', 'sqlite:./data/workspace.sqlite\r'],
    ['WORKSPACE_PLAN', 'team\t'],
    ['WORKSPACE_PASSWORD', 'correct horse battery staple\n'],
    ['POSTERN_CHECK_KEY', `${checkKey}\n`],
    ['ANTHROPIC_API_KEY', 'sk-ant-0123456789\n'],
    ['ANTHROPIC_BASE_URL', 'https://llm.example.com\n'],
    ['WORKSPACE_MODEL', ' claude-sonnet-5-5'],
  ])('refuses white space around %s, and does not quote the value', (name, value) => {
    const read = () => readConfig({ [name]: value });
    expect(read).toThrow(`${name} begins or ends with white space`);
    expect(read).not.toThrow(value.trim());
  });
});
