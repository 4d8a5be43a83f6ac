import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import type { Edit } from './defence.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A copy of the sources, in which defences are taken away and put back. */
export interface Checkout {
  /** The full names of the tests that failed, out of those of a row, while the edits were made. */
  failuresWithout(
    edits: readonly Edit[],
    tests: { readonly row: string; readonly files: readonly string[] },
  ): Promise<readonly string[]>;
  remove(): Promise<void>;
}

/** Copies the sources to a temporary folder. Installed packages are shared with the original. */
export async function makeCheckout(): Promise<Checkout> {
  const directory = await mkdtemp(join(tmpdir(), 'postern-defences-'));
  for (const name of ['packages', 'examples', 'vitest.config.ts', 'tsconfig.base.json', 'package.json']) {
    await cp(join(root, name), join(directory, name), {
      recursive: true,
      filter: (path) => !/\/(node_modules|dist)$/.test(path),
    });
  }
  await symlink(join(root, 'node_modules'), join(directory, 'node_modules'));

  return {
    async failuresWithout(edits, tests) {
      const originals = await Promise.all(edits.map(({ file }) => readFile(join(directory, file), 'utf8')));
      try {
        for (const edit of edits) await takeAway(directory, edit);
        return await failedTests(directory, tests);
      } finally {
        await Promise.all(
          edits.map(({ file }, index) => writeFile(join(directory, file), originals[index] ?? '')),
        );
      }
    },
    remove: () => rm(directory, { recursive: true }),
  };
}

async function takeAway(directory: string, { file, from, to }: Edit): Promise<void> {
  const source = await readFile(join(directory, file), 'utf8');
  const pieces = source.split(from);
  if (pieces.length !== 2) throw new Error(`${file} holds ${pieces.length - 1} times, not once: ${from}`);
  await writeFile(join(directory, file), pieces.join(to));
}

/** Runs the tests whose name has the row in it. At least one must run: a row without a test proves nothing. */
async function failedTests(
  directory: string,
  { row, files }: { row: string; files: readonly string[] },
): Promise<readonly string[]> {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const args = [
    vitest,
    'run',
    '--root',
    directory,
    '--config',
    join(directory, 'packages/system-tests/defences/checkout.config.ts'),
    '--reporter=json',
    '--bail=1',
    '-t',
    `\\b${row}\\b`,
    ...files,
  ];
  const printed = await new Promise<string>((resolve) => {
    // One PostgreSQL for all checkouts: it need not start for each.
    const env = { ...process.env, TEST_DATABASE_URL: inject('postgresUrl') };
    execFile(process.execPath, args, { cwd: directory, env, maxBuffer: 2 ** 28 }, (_error, stdout) =>
      resolve(stdout),
    );
  });
  const report = JSON.parse(printed.slice(printed.indexOf('{'))) as Report;
  const results = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const ran = results.filter(({ status }) => status === 'passed' || status === 'failed');
  if (ran.length === 0)
    throw new Error(
      `no test of ${row} ran in ${files.join(', ')}: ${report.testResults.map(({ message }) => message).join('\n')}`,
    );
  return ran.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
}

interface Report {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}
