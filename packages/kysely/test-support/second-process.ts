import { fork } from 'node:child_process';
import type { SecondRepository } from '@postern/conformance';
import type { KeyRepository } from '@postern/core/ports';
import { memoryKeyRepository } from '@postern/core/testing';
import type { PostgresStorageOptions } from '../src/postgres/index.js';
import type { SqliteStorageOptions } from '../src/sqlite/index.js';

/** A process that opens storages. */
export interface SecondProcess {
  openSqlite(options: SqliteStorageOptions): Promise<SecondRepository>;
  openPostgres(options: PostgresStorageOptions): Promise<SecondRepository>;
  /** Ends the process. */
  end(): void;
}

interface Answer {
  readonly number: number;
  readonly result?: unknown;
  readonly failure?: string;
}

const here = (name: string) => new URL(name, import.meta.url);

/** Starts a process whose repositories can be called from this one. */
export function secondProcess(): SecondProcess {
  const child = fork(here('second-process.mjs'), {
    execArgv: ['--import', here('run-sources.mjs').href],
    // Sends instants and maps as they are.
    serialization: 'advanced',
  });
  const waiting = new Map<number, (answer: Answer) => void>();
  child.on('message', (answer: Answer) => waiting.get(answer.number)?.(answer));
  let requests = 0;

  async function ask(request: string, ...given: readonly unknown[]): Promise<unknown> {
    requests += 1;
    const number = requests;
    const answered = new Promise<Answer>((resolve) => waiting.set(number, resolve));
    child.send({ number, request, given });
    const { result, failure } = await answered;
    waiting.delete(number);
    if (failure !== undefined) throw new Error(`the second process failed: ${failure}`);
    return result;
  }

  async function open(engine: string, options: object): Promise<SecondRepository> {
    const index = await ask('open', engine, options);
    const methods = Object.keys(memoryKeyRepository()).map((method) => [
      method,
      (...given: readonly unknown[]) =>
        ask(
          'call',
          index,
          method,
          given.map((value) => (typeof value === 'function' ? 'entryOf' : value)),
        ),
    ]);
    const repository: KeyRepository = Object.fromEntries(methods);
    return { repository, dispose: async () => void (await ask('close', index)) };
  }

  return {
    openSqlite: (options) => open('sqlite', options),
    openPostgres: (options) => open('postgres', options),
    end: () => void child.kill('SIGKILL'),
  };
}
