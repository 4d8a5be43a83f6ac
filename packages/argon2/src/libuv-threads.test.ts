import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { libuvThreads, threadsOf } from './libuv-threads.js';

const run = promisify(execFile);
const runSources = new URL('../../kysely/test-support/run-sources.mjs', import.meta.url).href;

/** Runs a program in a process that is started with this size, or without one. Returns what it prints. */
async function inProcess(size: string | undefined, ...program: readonly string[]): Promise<string> {
  const { UV_THREADPOOL_SIZE: _, ...env } = process.env;
  const options = {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: size === undefined ? env : { ...env, UV_THREADPOOL_SIZE: size },
  };
  const { stdout } = await run(process.execPath, [...program], options);
  return stdout.trim();
}

/** Counts the threads that libuv starts. It starts all of them for its first task. */
const countThreads = `
  const { readdirSync } = require('node:fs');
  const { randomFill } = require('node:crypto');
  const count = () => readdirSync('/proc/self/task').length;
  const before = count();
  randomFill(Buffer.alloc(8), () => console.log(count() - before));
`;

/**
 * Sets a size in the program itself, as its first statement, and prints the concurrency that a hasher then accepts.
 */
const setInProgram = `
  process.env.UV_THREADPOOL_SIZE = '16';
  const { argon2Hasher } = await import('@postern/argon2');
  const tryWith = (concurrency) => {
    try {
      return argon2Hasher({ concurrency }).concurrency;
    } catch (error) {
      return error.message;
    }
  };
  console.log(JSON.stringify([3, 7, 15].map(tryWith)));
`;
const asModule = ['--import', runSources, '--input-type=module', '--eval'];

describe.runIf(process.platform === 'linux')("libuv's threads", () => {
  it.each([
    undefined,
    '',
    '0',
    '1',
    '2',
    '6',
    ' 6',
    '+6',
    '06',
    '6x',
    '1e3',
    '0x10',
    'six',
    '-1',
    '1025',
    '4294967298',
  ])('are counted as libuv counts them for %j', async (size) => {
    expect(threadsOf(size)).toBe(Number(await inProcess(size, '--eval', countThreads)));
  });

  it('are those the process was started with, if the program sets more', async () => {
    const refusal = expect.stringContaining('from 1 to 3, fewer');
    expect(JSON.parse(await inProcess(undefined, ...asModule, setInProgram))).toEqual([3, refusal, refusal]);
    const more = expect.stringContaining('from 1 to 7, fewer');
    expect(JSON.parse(await inProcess('8', ...asModule, setInProgram))).toEqual([3, 7, more]);
  });

  it('are those the program sets, if they are fewer', () => {
    onTestFinished(() => void vi.unstubAllEnvs());
    vi.stubEnv('UV_THREADPOOL_SIZE', '2');
    expect(libuvThreads()).toBe(2);
  });
});
