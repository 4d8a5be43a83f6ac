// Checks the packages as npm would publish them: `npm run pack:check`. They must be built.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { metadataProblems } from './metadata.mjs';

const run = promisify(execFile);
const packages = fileURLToPath(new URL('../../packages/', import.meta.url));
const bin = (name) => fileURLToPath(new URL(`node_modules/.bin/${name}`, import.meta.url));

const published = readdirSync(packages)
  .map((name) => packages + name)
  .filter((directory) => JSON.parse(readFileSync(`${directory}/package.json`, 'utf8')).private !== true);

/** Runs a check in a package, and prints what it printed if it failed. */
async function passes(command, args, cwd) {
  try {
    await run(command, args, { cwd });
    return true;
  } catch ({ stdout, stderr, message }) {
    console.error(`${message}\n${stdout}${stderr}`);
    return false;
  }
}

const results = await Promise.all(
  published.flatMap((directory) => [
    passes(bin('publint'), ['--strict'], directory),
    passes(bin('attw'), ['--pack', '.', '--profile', 'esm-only'], directory),
  ]),
);
const problems = published.flatMap(metadataProblems);
for (const problem of problems) console.error(problem);
console.log(`${published.length} packages checked`);
if (results.includes(false) || problems.length > 0) process.exitCode = 1;
