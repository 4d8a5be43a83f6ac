import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ApiKeys } from '@postern/core';
import type { StorageDescription } from './database.js';
import { previousRelease } from './previous-release.js';

const methods = [
  ...(['issue', 'verify', 'get', 'list', 'history', 'rename', 'disable', 'enable', 'rotate'] as const),
  ...(['revoke', 'revokeAll', 'purge', 'offer', 'offerRotation', 'claim', 'close'] as const),
] as const;

/** Keys in a process of the release before this one. Everyone may do everything with them. */
export interface KeysElsewhere extends Pick<ApiKeys, (typeof methods)[number]> {
  /** Migrates as that release does. */
  migrate(): Promise<void>;
  /** Ends the process. */
  end(): void;
}

interface Answer {
  readonly number: number;
  readonly result?: object;
  readonly token?: string;
  readonly failure?: { readonly code?: string; readonly message: string };
}

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Starts a process of the release before this one, whose keys can be called from this process. */
export async function keysOfPreviousRelease(storage: StorageDescription): Promise<KeysElsewhere> {
  const child = fork(path('call-keys.mjs'), [JSON.stringify(storage)], {
    execArgv: ['--import', path('use-previous-release.mjs')],
    env: { ...process.env, POSTERN_PREVIOUS_RELEASE: await previousRelease() },
    // Sends instants as they are.
    serialization: 'advanced',
  });
  const waiting = new Map<number, (answer: Answer) => void>();
  child.on('message', (answer: Answer) => waiting.get(answer.number)?.(answer));
  child.on('exit', (code) => {
    const failure = { message: `the process of the previous release ended with code ${code}` };
    for (const [number, answer] of waiting) answer({ number, failure });
  });
  let calls = 0;

  async function call(method: string, ...given: readonly unknown[]): Promise<unknown> {
    calls += 1;
    const number = calls;
    const answered = new Promise<Answer>((resolve) => waiting.set(number, resolve));
    child.send({ number, method, given });
    const { result, token, failure } = await answered;
    waiting.delete(number);
    if (failure !== undefined)
      throw Object.assign(new Error(`the previous release failed: ${failure.message}`), failure);
    return token === undefined ? result : { ...result, token };
  }

  const called = [...methods, 'migrate'].map((method) => [
    method,
    (...given: readonly unknown[]) => call(method, ...given),
  ]);
  return { ...Object.fromEntries(called), end: () => void child.kill('SIGKILL') };
}
