// Runs each test of the adapters in its own process: `npm run test:alone`. A test that passes only because another one
// ran first, in the same file or not, fails here. `npm run test:alone -- packages/express` runs the tests of one folder.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const vitest = `${root}node_modules/vitest/vitest.mjs`;

/** Packages between Postern and a library or platform that may change globals. */
const adapters = [
  'http',
  'hono',
  'express',
  'fastify',
  'fetch',
  'nestjs',
  'management',
  'settings',
  'agent',
].map((name) => `packages/${name}/src`);
const [, , ...chosen] = process.argv;
const folders = chosen.length > 0 ? chosen : adapters;

/** Adapter tests don't need PostgreSQL. Naming a server keeps each process from starting one. */
const env = { ...process.env, TEST_DATABASE_URL: 'postgres://none.invalid/none' };

/** Runs Vitest, and returns its exit code and output. */
async function run(...args) {
  const child = spawn(process.execPath, [vitest, ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, out, printed: out + err };
}

const listed = await run('list', '--json', '--project', 'unit', ...folders);
if (listed.code !== 0) throw new Error(listed.printed);
const tests = JSON.parse(listed.out.slice(listed.out.indexOf('[')));
if (tests.length === 0) throw new Error(`there are no tests in ${folders.join(', ')}`);

const waiting = [...tests];
const failed = [];

async function work() {
  for (let test = waiting.pop(); test !== undefined; test = waiting.pop()) {
    const name = test.name.replaceAll(' > ', ' ').replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    const { code, printed } = await run('run', '--project', 'unit', test.file, '-t', `^${name}$`);
    // Vitest also exits with 0 if the pattern matches no test.
    if (code === 0 && /Tests .*[1-9]\d* passed/.test(printed)) continue;
    failed.push(`${test.file}: ${test.name}`);
    console.error(printed);
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, work));
console.log(`${tests.length} tests, each alone: ${failed.length} failed`);
for (const name of failed) console.log(name);
if (failed.length > 0) process.exitCode = 1;
