import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';

/** How long a block may take, in milliseconds. */
const patienceMs = 45_000;

/** One bash for one page: what a block sets, the next one finds. */
export interface Shell {
  /** Runs a block and gives what it printed. Rejects where a command of it fails, and from then on. */
  readonly run: (code: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** Opens a shell in a folder. A command that fails ends it, as `set -euo pipefail` says. */
export function openShell(cwd: string): Shell {
  // A group of its own: what a block left running ends with it.
  const child = spawn('bash', ['--noprofile', '--norc'], { cwd, stdio: 'pipe', detached: true });
  let hasEnded = false;
  const ended = once(child, 'close').then(() => {
    hasEnded = true;
  });
  let complaints = '';
  let blocks = 0;
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk;
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
      const tooLate = setTimeout(kill, patienceMs);
      child.stdout.on('data', listen);
      child.stdin.write(`source '${file}' </dev/null\nprintf '%s' '${mark}'\n`);
      while (!hasEnded && !printed.endsWith(mark)) await Promise.race([once(child.stdout, 'data'), ended]);
      child.stdout.off('data', listen);
      clearTimeout(tooLate);
      if (hasEnded) throw new Error(`the block failed:\n${code}\n${complaints}${printed}`);
      return printed.slice(0, -mark.length);
    },
    async close() {
      kill();
      await ended;
    },
  };
}
