import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

const directory = fileURLToPath(new URL('..', import.meta.url));

/** A workspace in its own process, as `npm start` runs it. */
export interface WorkspaceProcess {
  readonly url: string;
  /** Everything that it has printed so far, on both outputs. */
  readonly printed: () => string;
  /** Sends SIGTERM, and returns the exit code. */
  readonly stop: () => Promise<number | null>;
}

/** Builds the program that the processes run. */
export async function buildWorkspace(): Promise<void> {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  await promisify(execFile)(process.execPath, [tsc, '-b'], { cwd: directory });
}

/** Starts a process and waits until it accepts requests. It is killed at the end of the test. */
export async function startProcess(environment: Readonly<Record<string, string>>): Promise<WorkspaceProcess> {
  const { child, printed, ended } = run(environment);
  const url = await servedUrl(child, printed);
  return {
    url,
    printed,
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** Starts a process that fails, and returns what it prints. */
export async function printedAtFailure(environment: Readonly<Record<string, string>>): Promise<string> {
  const { printed, ended } = run(environment);
  const code = await ended;
  if (code !== 1) throw new Error(`it ended with ${code}: ${printed()}`);
  return printed();
}

function run(environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['dist/main.js'], {
    cwd: directory,
    env: { ...process.env, PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let printed = '';
  for (const output of [child.stdout, child.stderr]) {
    output.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk;
    });
  }
  const ended: Promise<number | null> = once(child, 'close').then(([code]) => code);
  return { child, printed: () => printed, ended };
}

/** Waits for the line with the URL. */
function servedUrl(child: ChildProcess, printed: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('close', (code) => reject(new Error(`the workspace ended with ${code}: ${printed()}`)));
    child.stdout?.on('data', () => {
      const [url] = /http:\/\/localhost:\d+/.exec(printed()) ?? [];
      if (url !== undefined) resolve(url);
    });
  });
}
