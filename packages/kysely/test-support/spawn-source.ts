import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** Runs a program of this directory in a child process, from the sources. It is killed when the test ends. */
export function spawnSource(
  program: string,
  ...programArguments: readonly string[]
): ChildProcessByStdio<null, Readable, null> {
  const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const child = spawn(
    process.execPath,
    ['--import', new URL('run-sources.mjs', import.meta.url).href, path(program), ...programArguments],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}
