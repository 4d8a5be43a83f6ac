import { fork } from 'node:child_process';
import { once } from 'node:events';

/** A program that runs until it is stopped, and what it reported about itself when it was ready. */
export type ForkedProcess<Report> = Report & { stop(): Promise<void> };

/** Starts a program, and waits for the one message that it sends when it is ready. */
export async function startForked<Report extends object>(
  program: string,
  args: readonly string[],
): Promise<ForkedProcess<Report>> {
  const child = fork(program, args, { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk;
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${program} ${args.join(' ')} ended: ${errors}`);
  });
  const [report] = (await Promise.race([once(child, 'message'), ended])) as [Report];
  ended.catch(() => undefined);
  return {
    ...report,
    async stop() {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}
