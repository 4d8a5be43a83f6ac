import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

/**
 * Returns a program that starts a hash of about 100 ms, then asks for a file, for a process whose libuv has a single
 * thread. It passes a salt, because one of the engines would otherwise generate one on a thread first.
 */
function firstDone(packageName: string): string {
  return `
    import { stat } from 'node:fs';
    import argon2 from '${packageName}';
    const options = { memoryCost: 32768, timeCost: 2, parallelism: 1, salt: Buffer.alloc(16) };
    const done = [];
    const report = (name) => done.push(name) === 2 && console.log(done[0]);
    argon2.hash('user.not-a-token', options).then(() => report('the hash'));
    stat('.', () => report('the file'));
  `;
}

describe("F08 an engine computes on libuv's threads, so the limit on concurrent hashes keeps one free", () => {
  it.each(['argon2', '@node-rs/argon2'])('F08 %s', async (packageName) => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', firstDone(packageName)],
      { cwd: import.meta.dirname, env: { ...process.env, UV_THREADPOOL_SIZE: '1' } },
    );
    expect(stdout).toBe('the hash\n');
  });
});
