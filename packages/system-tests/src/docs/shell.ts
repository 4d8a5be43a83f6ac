import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';

/** How long a block may take, in milliseconds. */
const timeoutMs = 45_000;

/** One bash for one page: the variables that a block sets are still set in the next one. */
export interface Shell {
  /** Runs a block and returns what it printed. Rejects if a command fails, and on every call after that. */
  readonly run: (code: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** Opens a shell in a folder. A command that fails ends it, because of `set -euo pipefail`. */
export function openShell(cwd: string, env: NodeJS.ProcessEnv = process.env): Shell {
  // In a process group of its own, so that whatever a block left running ends with it.
  const child = spawn('bash', ['--noprofile', '--norc'], { cwd, env, stdio: 'pipe', detached: true });
  let hasEnded = false;
  const ended = once(child, 'close').then(() => {
    hasEnded = true;
  });
  let errorOutput = '';
  let blocks = 0;
  child.stderr.on('data', (chunk: Buffer) => {
    errorOutput += chunk;
  });
  child.stdin.on('error', () => undefined);
  child.stdin.write('set -euo pipefail\n');

  function kill(): void {
    if (!hasEnded && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }

  return {
    async run(code) {
      blocks += 1;
      const file = `${cwd}/.block-${blocks}.sh`;
      const mark = `--- block ${blocks} is done ---\n`;
      writeFileSync(file, code);
      let printed = '';
      const listen = (chunk: Buffer) => {
        printed += chunk;
      };
      const timeout = setTimeout(kill, timeoutMs);
      child.stdout.on('data', listen);
      child.stdin.write(`source '${file}' </dev/null\nprintf '%s' '${mark}'\n`);
      while (!hasEnded && !printed.endsWith(mark)) await Promise.race([once(child.stdout, 'data'), ended]);
      child.stdout.off('data', listen);
      clearTimeout(timeout);
      if (hasEnded) throw new Error(`the block failed:\n${code}\n${errorOutput}${printed}`);
      return printed.slice(0, -mark.length);
    },
    async close() {
      kill();
      await ended;
    },
  };
}
