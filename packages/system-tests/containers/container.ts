import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Image } from './image.js';

/** A process that runs as the command of an image. */
export interface Container {
  readonly printed: () => string;
  /** Runs the health check, and returns whether it passes. */
  readonly isHealthy: () => Promise<boolean>;
  /** Sends SIGTERM, and returns how it ended and after how many milliseconds. */
  readonly stop: () => Promise<{ readonly code: number | null; readonly afterMs: number }>;
}

/** How to start a container. */
export interface StartOptions {
  readonly env: Readonly<Record<string, string>>;
  /** The folder with the Node of the base image. */
  readonly nodeFolder: string;
}

/** Starts an image's command, with nothing of this process's environment. As root, it runs as another user. */
export function startContainer(image: Image, { env, nodeFolder }: StartOptions): Container {
  const [command = '', ...words] = image.command;
  const options = {
    cwd: join(image.root, image.workdir),
    env: { ...image.env, ...env, PATH: nodeFolder },
    ...(process.getuid?.() === 0 && image.user !== 'root' && { uid: 65_534, gid: 65_534 }),
  };
  const child = spawn(command, words, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      printed += chunk;
    });
  return {
    printed: () => printed,
    async isHealthy() {
      if (child.exitCode !== null) throw new Error(`the workspace has ended: ${printed}`);
      const [command = '', ...words] = image.healthCheck;
      const { failed } = await promisify(execFile)(command, words, options).then(
        () => ({ failed: false }),
        () => ({ failed: true }),
      );
      return !failed;
    },
    stop: () => stop(child),
  };
}

async function stop(
  child: ChildProcess,
): Promise<{ readonly code: number | null; readonly afterMs: number }> {
  const startMs = performance.now();
  if (child.exitCode === null && child.kill('SIGTERM')) await once(child, 'exit');
  return { code: child.exitCode, afterMs: performance.now() - startMs };
}
