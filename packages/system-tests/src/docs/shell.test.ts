import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openShell } from './shell.js';

const folder = mkdtempSync(join(tmpdir(), 'postern-shell-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('keeps variables and the working directory for the next block', async () => {
  const shell = openShell(folder);
  expect(await shell.run('NAME=ada\ncd /')).toBe('');
  expect(await shell.run('echo "$NAME $PWD"')).toBe('ada /\n');
  await shell.close();
});

it.each(['false\necho never', 'echo "$NOT_SET"', 'false | cat', 'exit 1'])(
  'fails if a command fails: %s',
  async (code) => {
    const shell = openShell(folder);
    await expect(shell.run(code)).rejects.toThrow('the block failed');
    await expect(shell.run('true')).rejects.toThrow('the block failed');
    await shell.close();
  },
);
