import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { sitePages } from '../../../../tools/site/pages.mjs';
import { root } from '../docs/pages.js';

/** The finished site, with a slash at its end. */
export const dist: string = `${root}tools/site/dist/`;

/** Builds the site, unless it was built after its pages last changed. In CI, `npm run docs` has run before. */
export function buildDocsSite(): void {
  const tools = readdirSync(`${root}tools/site`, { withFileTypes: true }).filter((entry) => entry.isFile());
  const sources = [
    ...sitePages().map(({ source }) => source),
    ...tools.map(({ name }) => `tools/site/${name}`),
  ];
  const changed = Math.max(...sources.map((path) => statSync(root + path).mtimeMs));
  if (existsSync(`${dist}llms.txt`) && statSync(`${dist}llms.txt`).mtimeMs > changed) return;
  execFileSync('npm', ['run', 'docs'], { cwd: root, stdio: 'pipe', shell: process.platform === 'win32' });
}

/** Serves the site as a host of static files does. `url` is its home page. */
export async function serveDocsSite(): Promise<{ readonly url: string; close(): void }> {
  const server = createServer(({ url = '/' }, response) => {
    const path = decodeURIComponent(new URL(url, 'http://site').pathname).slice('/postern/'.length);
    const file = [path, `${path}.html`, `${path}index.html`].find((each) => isFile(dist + each));
    response.writeHead(file === undefined ? 404 : 200, {
      'Content-Type': types[extname(file ?? '404.html')],
    });
    response.end(readFileSync(dist + (file ?? '404.html')));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/postern/`, close: () => void server.close() };
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};
