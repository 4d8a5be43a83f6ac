import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What a process can do for another one, by name. Arguments and results must survive a structured clone. */
export type Commands = Readonly<Record<string, (argument: never) => unknown>>;

/** What a module that runs in a process of its own exports: it sets up what is measured. */
export type Start<Given> = (given: Given) => Commands | Promise<Commands>;

/** A process that runs commands. */
export interface Worker {
  /** Rejects if the command failed or the process ended. */
  call<Result>(command: string, argument?: unknown): Promise<Result>;
  close(): Promise<void>;
}

/** A command's answer. */
export type Answer = { readonly value: unknown } | { readonly error: string };

/**
 * Starts a module in a process of its own, and waits until it is ready. What is measured there shares no heap, compiled
 * code or hooks with anything else: better-auth's `AsyncLocalStorage` alone makes every promise in its process slower.
 *
 * @param module Exports `start`.
 */
export async function startWorker(module: URL, given: unknown): Promise<Worker> {
  const program = fileURLToPath(new URL('./worker-process.js', import.meta.url));
  const child = fork(program, [module.href], { serialization: 'advanced', execArgv: ['--expose-gc'] });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${module.pathname.split('/').at(-1)} ended`);
  });
  ended.catch(() => undefined);

  async function send(message: unknown): Promise<unknown> {
    const answered = once(child, 'message');
    child.send(message as object);
    const answer: Answer = (await Promise.race([answered, ended]))[0];
    if ('error' in answer) throw new Error(answer.error);
    return answer.value;
  }

  await send(given);
  return {
    call: async <Result>(command: string, argument?: unknown) =>
      (await send({ command, argument })) as Result,
    async close() {
      // It then exits by itself and removes its files.
      child.disconnect();
      await ended.catch(() => undefined);
    },
  };
}
