import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { installOnce } from '../../../tools/install.mjs';

const folder = 'packages/system-tests/bundlers';
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const source = (...files: readonly string[]) =>
  files.map((file) => readFileSync(at(`../../settings/assets/${file}`), 'utf8')).join('\n');

/** Bundles the service, runs the bundle in a folder that has nothing else, and returns its address. */
async function serveBundle(bundler: string, extension: string): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'postern-bundle-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const bundle = join(directory, `service.${extension}`);
  const program = at('../test-support/bundled-pages.mjs');
  await promisify(execFile)(process.execPath, [at('../bundlers/bundle.mjs'), bundler, program, bundle]);
  const service = spawn(process.execPath, [bundle], { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] });
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
  it.each([
    ['esbuild', 'mjs'],
    ['esbuild', 'cjs'],
    ['rollup', 'mjs'],
    ['webpack', 'cjs'],
  ])('bundled by %s, as .%s', async (bundler, extension) => {
    const url = await serveBundle(bundler, extension);
    const page = await fetch(`${url}/user/keys`);
    const text = await page.text();
    expect([page.status, page.headers.get('Content-Type')]).toEqual([200, 'text/html; charset=UTF-8']);
    for (const [file, type, content] of [
      ['settings.css', 'text/css; charset=utf-8', source('layout.css', 'components.css')],
      ['settings.js', 'text/javascript; charset=utf-8', source('settings.js')],
    ] as const) {
      const [address = ''] = new RegExp(`\\.\\./assets/${file}[^"]*`).exec(text) ?? [];
      const asset = await fetch(new URL(address, page.url));
      expect([asset.status, asset.headers.get('Content-Type')]).toEqual([200, type]);
      expect(await asset.text()).toBe(content);
    }
    expect((await fetch(`${url}/openapi.json`)).status).toBe(200);
  });
});
