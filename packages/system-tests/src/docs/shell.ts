import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';

/** One bash for one page: what a block sets, the next one finds. */
export interface Shell {
  /** Runs a block and gives what it printed. Rejects where a command of it fails. */
  readonly run: (code: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** Opens a shell in a folder. A command that fails ends it, as `set -euo pipefail` says. */
export function openShell(cwd: string): Shell {
  const child = spawn('bash', ['--noprofile', '--norc'], { cwd, stdio: 'pipe' });
  const ended = once(child, 'close');
  let complaints = '';
  let blocks = 0;
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk;
  });
  child.stdin.write('set -euo pipefail\n');

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
      child.stdout.on('data', listen);
      child.stdin.write(`source '${file}' </dev/null\nprintf '%s' '${mark}'\n`);
      while (!printed.endsWith(mark)) {
        const more = await Promise.race([once(child.stdout, 'data'), ended.then(() => undefined)]);
        if (more === undefined) throw new Error(`the block failed:\n${code}\n${complaints}${printed}`);
      }
      child.stdout.off('data', listen);
      return printed.slice(0, -mark.length);
    },
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}
