// Prints the shape of the sources: files and lines of each published package, and trips. `npm run shape`.
//
// A trip is the list of source files that one call runs through, according to V8's coverage: the files that a reader has
// to open to follow that call.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { countTrips } from '../packages/system-tests/test-support/trips.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));

const packages = readdirSync(`${root}packages`).filter((name) => {
  const path = `${root}packages/${name}/package.json`;
  return existsSync(path) && JSON.parse(readFileSync(path, 'utf8')).private !== true;
});

const rows = packages.map((name) => [name, linesOfSources(`${root}packages/${name}`)]);
rows.push(['total', rows.flatMap(([, lines]) => lines)]);

console.log('package      files  median  p90   max  lines  under 25  over 300');
for (const [name, lines] of rows) console.log(row(name, lines));
console.log('');
for (const [trip, files] of Object.entries(await countTrips(root))) {
  console.log(`${trip}: ${files.length} files`);
  if (process.argv.includes('--files')) for (const file of files) console.log(`  ${file}`);
}

/** The number of lines of each source file. Tests and generated files do not count. */
function linesOfSources(folder) {
  return ['src', 'assets']
    .filter((part) => existsSync(`${folder}/${part}`))
    .flatMap((part) =>
      readdirSync(`${folder}/${part}`, { recursive: true, encoding: 'utf8' }).map(
        (path) => `${part}/${path}`,
      ),
    )
    .filter((path) => /[.](ts|js|css)$/.test(path) && !path.endsWith('.test.ts'))
    .map((path) => readFileSync(`${folder}/${path}`, 'utf8'))
    .filter((source) => !source.startsWith('// Written by'))
    .map((source) => source.split('\n').length - 1);
}

function row(name, unordered) {
  const lines = unordered.toSorted((one, other) => one - other);
  const at = (part) => lines[Math.min(lines.length - 1, Math.floor(lines.length * part))];
  const under25 = lines.filter((count) => count < 25).length / lines.length;
  const columns = [
    [lines.length, 5],
    [median(lines), 6],
    [at(0.9), 3],
    [lines.at(-1), 4],
    [lines.reduce((sum, count) => sum + count, 0), 5],
    [`${Math.round(under25 * 100)} %`, 8],
    [lines.filter((count) => count > 300).length, 8],
  ];
  return [name.padEnd(11), ...columns.map(([text, width]) => String(text).padStart(width))].join('  ');
}

function median(lines) {
  const middle = lines.length / 2;
  return lines.length % 2 === 1 ? lines[Math.floor(middle)] : (lines[middle - 1] + lines[middle]) / 2;
}
