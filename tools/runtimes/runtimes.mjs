// The runtimes of docs/runtimes.md, which npm installs for Linux x64.
import { fileURLToPath } from 'node:url';

const installed = (path) => fileURLToPath(new URL(`node_modules/${path}`, import.meta.url));

/** A version of Node, and the driver that works with it. */
const node = (major, driver) => ({
  id: `node-${major}`,
  title: 'Node',
  command: [installed(`node-${major}/bin/node`)],
  version: ['--version'],
  driver,
});

/** @type {readonly { id: string; title: string; command: string[]; version: string[]; driver: string }[]} */
export const runtimes = [
  // The version that runs the tests: its better-sqlite3 is the one of the root, built for it.
  { ...node(20, 'node_modules/better-sqlite3'), command: [process.execPath] },
  ...[22, 24, 26].map((major) => node(major, 'tools/runtimes/node_modules/better-sqlite3')),
  {
    id: 'bun',
    title: 'Bun',
    command: [installed('@oven/bun-linux-x64/bin/bun')],
    version: ['--version'],
    driver: 'tools/runtimes/node_modules/better-sqlite3',
  },
  {
    id: 'deno',
    title: 'Deno',
    command: [installed('@deno/linux-x64-glibc/deno'), 'run', '--allow-all', '--node-modules-dir=manual'],
    version: ['eval', 'console.log(Deno.version.deno)'],
    driver: 'tools/runtimes/node_modules/better-sqlite3',
  },
];
