// Runs the contracts in every runtime, and writes docs/runtimes.md: `npm run test:runtimes`. With names, it runs only
// those and writes nothing: `npm run test:runtimes -- node-24 bun`. Linux x64 only: the runtimes come from npm.
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '@postern/postgres-server';
import { installOnce } from './install.mjs';
import { createApplication } from './runtimes/application.mjs';
import { checks } from './runtimes/checks.mjs';
import { runtimes } from './runtimes/runtimes.mjs';
import { writePage } from './runtimes/write-page.mjs';

const [, , ...chosen] = process.argv;
const unknown = chosen.filter((name) => !runtimes.some(({ id }) => id === name));
if (unknown.length > 0)
  throw new Error(`no such runtime: ${unknown}; there are ${runtimes.map(({ id }) => id).join(', ')}`);

const root = fileURLToPath(new URL('../', import.meta.url));
installOnce('tools/runtimes');
const postgres = await startPostgres({ settings: { fsync: 'off' } });
try {
  const results = [];
  for (const runtime of runtimes)
    if (chosen.length === 0 || chosen.includes(runtime.id)) results.push(await testRuntime(runtime));
  if (chosen.length === 0) results.push(await testWorkerd());
  const surprises = results.flatMap(({ surprises }) => surprises);
  for (const surprise of surprises) console.error(surprise);
  if (surprises.length > 0) process.exitCode = 1;
  else if (chosen.length === 0) writePage(results);
} finally {
  await postgres.close();
}

/** Runs every check in a runtime. A surprise is a check that fails, or one that passes although the page says no. */
async function testRuntime(runtime) {
  const folder = createApplication(runtime.driver);
  const env = { ...process.env, RUNTIME: runtime.id, TEST_DATABASE_URL: postgres.url };
  const surprises = [];
  const outcomes = {};
  try {
    const asked = await run([runtime.command[0], ...runtime.version], { cwd: folder, env });
    const version = asked.output.trim().replace(/^v/, '');
    for (const { id, title, program, not = {}, except = {} } of checks) {
      const command = [...runtime.command, ...program, ...(except[runtime.id] ?? [])];
      const reason = not[runtime.id];
      const startedAt = performance.now();
      const { passes, output } = await run(command, { cwd: folder, env });
      const seconds = Math.round((performance.now() - startedAt) / 1_000);
      const lastLine = output.trim().split('\n').at(-1);
      console.log(`${runtime.id}: ${title}: ${passes ? lastLine : (reason ?? 'failed')} (${seconds} s)`);
      if (passes && reason !== undefined)
        surprises.push(`${runtime.id}: ${title} works, but the page says: ${reason}`);
      if (!passes && reason === undefined) surprises.push(`${runtime.id}: ${title} failed:\n${output}`);
      outcomes[id] = passes ? 'yes' : reason;
    }
    return { title: runtime.title, version, outcomes, surprises };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the system test on workerd, whose programs are bundles: there, no check can be run as it is. */
async function testWorkerd() {
  const file = 'packages/system-tests/src/workerd.test.ts';
  const vitest = [process.execPath, 'node_modules/vitest/vitest.mjs', 'run', '--project', 'system', file];
  const { passes, output } = await run(vitest, { cwd: root, env: process.env });
  console.log(`workerd: ${passes ? 'passed' : 'failed'}`);
  const { devDependencies } = JSON.parse(
    readFileSync(`${root}packages/system-tests/workerd/package.json`, 'utf8'),
  );
  return {
    title: 'workerd',
    version: devDependencies.workerd,
    outcomes: Object.fromEntries(checks.map(({ id, not }) => [id, not?.workerd ?? 'yes'])),
    surprises: passes ? [] : [`workerd failed:\n${output}`],
  };
}

/** Runs a command for at most two minutes. Returns whether it succeeded, and what it printed. */
function run([command, ...args], { cwd, env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, timeout: 120_000, killSignal: 'SIGKILL' });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ passes: code === 0, output }));
  });
}
