import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Machine } from '../src/docs/machine.js';

/** Runs a command on a machine, and returns what it printed. Rejects with what it printed if it fails. */
export async function runOn(
  { environment }: Machine,
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<string> {
  const options = { cwd, env: environment, maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await promisify(execFile)(command, args, options).catch(
    ({ message, stdout }: { readonly message: string; readonly stdout: string }) => {
      throw new Error(`${message}\n${stdout}`);
    },
  );
  return stdout;
}
