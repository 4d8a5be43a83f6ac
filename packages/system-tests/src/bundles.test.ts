import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createDatabase } from '@postern/postgres-server';
import { beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { installOnce } from '../../../tools/install.mjs';
import { readPage } from './docs/pages.js';

const folder = 'packages/system-tests/bundlers';
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What the page says to leave out of a bundle. */
const [, list = '[]'] =
  /^export const external = (\[.+\]);$/m.exec(readPage('docs/bundlers.md').markdown) ?? [];
const external = JSON.parse(list.replaceAll("'", '"')) as readonly string[];

const bundlers: readonly How[] = [
  ['esbuild', 'mjs'],
  ['esbuild', 'cjs'],
  ['rollup', 'mjs'],
  ['webpack', 'cjs'],
];
type How = readonly [bundler: string, extension: string];

/** Bundles a program of test-support into a folder that has nothing else, and returns the path of the bundle. */
async function bundle(program: string, [bundler, extension]: How, leftOut: readonly string[] = []) {
  const directory = mkdtempSync(join(tmpdir(), 'postern-bundle-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = join(directory, `service.${extension}`);
  const args = [bundler, at(`../test-support/${program}.mjs`), file, ...leftOut];
  await promisify(execFile)(process.execPath, [at('../bundlers/bundle.mjs'), ...args]);
  return file;
}

/** Runs a bundle to its end, and returns what it printed. */
async function run(file: string, { node = process.execPath, databaseUrl = '' } = {}): Promise<string> {
  const env = { ...process.env, DATABASE_URL: databaseUrl };
  return (await promisify(execFile)(node, [file], { cwd: dirname(file), env })).stdout;
}

/** Runs the service, and returns its address. */
async function serve(file: string): Promise<string> {
  const service = spawn(process.execPath, [file], { cwd: dirname(file), stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void service.kill());
  let errorOutput = '';
  service.stderr.on('data', (chunk: Buffer) => {
    errorOutput += chunk;
  });
  // A bundle can be a single line, which the error output quotes.
  const ended = once(service, 'close').then(() => Promise.reject(new Error(errorOutput.slice(-1_000))));
  const [url] = await Promise.race([once(createInterface(service.stdout), 'line'), ended]);
  return url;
}

beforeAll(() => installOnce(folder), 120_000);

describe('a bundle that is alone in a folder serves the pages, their stylesheet and their script', {
  timeout: 60_000,
}, () => {
  it.each(bundlers)('bundled by %s, as .%s', async (...how) => {
    const url = await serve(await bundle('bundled-pages', how));
    const page = await fetch(`${url}/user/keys`);
    const text = await page.text();
    expect([page.status, page.headers.get('Content-Type')]).toEqual([200, 'text/html; charset=UTF-8']);
    const { style, script } = await import(at('../../settings/dist/asset-texts.js'));
    for (const [file, type, content] of [
      ['settings.css', 'text/css; charset=utf-8', style],
      ['settings.js', 'text/javascript; charset=utf-8', script],
    ] as const) {
      const [address = ''] = new RegExp(`\\.\\./assets/${file}[^"]*`).exec(text) ?? [];
      const asset = await fetch(new URL(address, page.url));
      expect([asset.status, asset.headers.get('Content-Type')]).toEqual([200, type]);
      expect(await asset.text()).toBe(content);
    }
    expect((await fetch(`${url}/openapi.json`)).status).toBe(200);
  });
});

describe('a bundle with storage and Argon2id works next to the packages that docs/bundlers.md leaves out', {
  timeout: 60_000,
}, () => {
  it.each(bundlers)('bundled by %s, as .%s', async (...how) => {
    const file = await bundle('bundled-service', how, external);
    for (const name of external) {
      const link = join(dirname(file), 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(at(`../../../node_modules/${name}`), link);
    }
    const { url: databaseUrl, drop } = await createDatabase(inject('postgresUrl'));
    onTestFinished(drop);
    expect(await run(file, { databaseUrl })).toBe('SQLite true\nPostgreSQL true\n');
  });
});

/** This version of Node is installed as a binary for Linux x64. */
describe.runIf(process.platform === 'linux' && process.arch === 'x64')('on Node 24', () => {
  beforeAll(() => installOnce('tools/runtimes'), 300_000);

  // Rollup takes a few seconds, and treats these modules as esbuild does.
  const others = bundlers.filter(([bundler]) => bundler !== 'rollup');
  it.each(others)('a bundle with SQLite and Argon2id needs nothing else: %s, as .%s', async (...how) => {
    const node = at('../../../tools/runtimes/node_modules/node-24/bin/node');
    expect(await run(await bundle('bundled-alone', how), { node })).toBe('SQLite true\n');
  });
});
