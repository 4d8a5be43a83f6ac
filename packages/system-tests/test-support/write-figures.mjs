// Runs the tests of faults, crashes and races, and writes their figures into docs/reliability.md: `npm run
// reliability`, or only those of one folder: `npm run reliability -- packages/system-tests/src/races`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const path = `${root}docs/reliability.md`;
const all = [
  ...['faults', 'crashes', 'races', 'model'].map((folder) => `packages/system-tests/src/${folder}`),
  'packages/core/interleavings',
  'packages/kysely/interleavings',
];
const [, , ...chosen] = process.argv;
const tests = chosen.length > 0 ? chosen : all;

const figures = await runTests();
const written = new Set();
const lines = (await readFile(path, 'utf8')).split('\n').map(withFigures);
const withoutRow = [...figures.keys()].filter((fault) => !written.has(fault));
if (withoutRow.length > 0) throw new Error(`docs/reliability.md has no row for: ${withoutRow.join('; ')}`);
await writeFile(path, lines.join('\n'));

/** Returns the figures that each test printed: `figures: <fault> | <figures>`. */
async function runTests() {
  const found = new Map();
  const child = spawn(process.execPath, [`${root}node_modules/vitest/vitest.mjs`, 'run', ...tests], {
    cwd: root,
    env: { ...process.env, POSTERN_TEST_EXTENT: 'reported' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface(child.stdout).on('line', (line) => {
    process.stdout.write(`${line}\n`);
    const [, fault, counted] = /^figures: (.+) \| (.+)$/.exec(line) ?? [];
    if (fault !== undefined) found.set(fault, counted);
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error('a test failed, so docs/reliability.md was not changed');
  return found;
}

function withFigures(line) {
  if (line.startsWith('The last run: ')) {
    const day = new Date().toISOString().slice(0, 10);
    return `The last run: ${day}, Node ${process.versions.node}, ${availableParallelism()} cores.`;
  }
  const [, fault, ...cells] = line.split('|').map((cell) => cell.trim());
  const counted = figures.get(fault);
  if (counted === undefined) return line;
  written.add(fault);
  return `| ${[fault, ...cells.slice(0, -2), counted].join(' | ')} |`;
}
