import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../test-support/mounts/main.mjs', import.meta.url));

/** What the process reports about itself. */
interface Mounted {
  readonly port: number;
  /** Whether `Request` and `Response` are still those of Node. */
  readonly isUntouched: boolean;
  /** A key that the middleware accepts. */
  readonly token?: string;
}

/** A part of Postern in a server of its own process. */
export interface MountProcess extends Mounted {
  stop(): Promise<void>;
}

/** Starts a file in `test-support/mounts/hosts` with one in `parts`. */
export async function startMount(host: string, part: string): Promise<MountProcess> {
  const child = fork(program, [host, part], { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk;
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${part} in ${host} ended: ${errors}`);
  });
  const [mounted] = (await Promise.race([once(child, 'message'), ended])) as [Mounted];
  ended.catch(() => undefined);
  return {
    ...mounted,
    async stop() {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}
