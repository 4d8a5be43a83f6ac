import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { script } from './asset-texts.js';

it('the module has the files of assets as they are now: if not, run `npm run assets`', () => {
  const program = fileURLToPath(new URL('../../../tools/write-assets.mjs', import.meta.url));
  execFileSync(process.execPath, [program, '--check'], { stdio: 'pipe' });
});

it('the script is small', () => {
  expect(gzipSync(script).length).toBeLessThan(8_000);
});

it('the modules of the script have no name twice, so that they can be one', () => {
  // In a block of strict code, as in a module, two functions with one name are a syntax error.
  const asOneModule = (text: string) => new vm.Script(`'use strict'; { ${text} }`);
  expect(() => asOneModule(script)).not.toThrow();
  expect(() => asOneModule('function twice() {} function twice() {}')).toThrow(SyntaxError);
  expect(script).not.toMatch(/^(import|export) /m);
});
