import { fileURLToPath } from 'node:url';
import { type ForkedProcess, startForked } from '../forked-process.js';

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
export type MountProcess = ForkedProcess<Mounted>;

/** Starts a file in `test-support/mounts/hosts` with one in `parts`. */
export function startMount(host: string, part: string): Promise<MountProcess> {
  return startForked(program, [host, part]);
}
