import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { resultCode } from './result-code.js';

const nodeError = (errcode?: unknown) =>
  Object.assign(new Error('of the driver'), { code: 'ERR_SQLITE_ERROR', errcode });

/** Every result code of an error, with its number, as SQLite defines them in C. */
function definedCodes(): ReadonlyMap<string, number> {
  const driver = dirname(createRequire(import.meta.url).resolve('better-sqlite3/package.json'));
  const header = readFileSync(join(driver, 'deps/sqlite3/sqlite3.h'), 'utf8');
  const codes = new Map<string, number>();
  const [upToLast] = header.split('#define SQLITE_NOTICE ');
  for (const [, name = '', number] of (upToLast ?? '').matchAll(/^#define (SQLITE_[A-Z]+) +(\d+) +\/\*/gm))
    if (number !== '0') codes.set(name, Number(number));
  const extended = /^#define (SQLITE_[A-Z_]+) +\((SQLITE_[A-Z]+) *\| *\((\d+)<<8\)\)/gm;
  for (const [, name = '', base = '', shifted] of header.matchAll(extended)) {
    const primary = codes.get(base);
    if (primary !== undefined) codes.set(name, primary | (Number(shifted) << 8));
  }
  return codes;
}

it('the number in an error of node:sqlite becomes the name that SQLite defines for it', () => {
  const defined = definedCodes();
  expect(defined.size).toBeGreaterThan(90);
  for (const [name, number] of defined) expect(resultCode(nodeError(number))).toBe(name);
});

it('a number that SQLite may add later still shows its family', () => {
  expect(resultCode(nodeError(5 | (99 << 8)))).toBe('SQLITE_BUSY_99');
  expect(resultCode(nodeError(200))).toBe('SQLITE_ERROR');
});

it('the code of any other error is its own', () => {
  expect(resultCode(Object.assign(new Error(), { code: 'SQLITE_FULL' }))).toBe('SQLITE_FULL');
  expect(resultCode(Object.assign(new Error(), { code: 'EACCES' }))).toBe('EACCES');
  expect(resultCode(nodeError())).toBe('ERR_SQLITE_ERROR');
  expect(resultCode(new Error('SQLITE_BUSY'))).toBe('');
  expect(resultCode({ code: 'SQLITE_BUSY' })).toBe('');
});
