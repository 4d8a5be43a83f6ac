import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { findAnchors } from './anchors.js';
import type { Edit } from './edits.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A copy of the sources, in which defences are removed and restored. */
export interface Checkout {
  /** Returns the full names of the tests of a row that fail with the edits made. */
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

  /** Finds the anchors again for each edit, because an edit moves the pieces after it. */
  async function applyEdit({ anchor, apply }: Edit, originals: Map<string, string>): Promise<void> {
    const [found, ...others] = findAnchors(directory).filter(({ name }) => name === anchor);
    if (found === undefined || others.length > 0)
      throw new Error(`the sources must have exactly one comment ${anchor}`);
    const source = await readFile(join(directory, found.file), 'utf8');
    if (!originals.has(found.file)) originals.set(found.file, source);
    await writeFile(join(directory, found.file), apply(source, found));
  }

  return {
    async failuresWithout(edits, tests) {
      const originals = new Map<string, string>();
      try {
        for (const edit of edits) await applyEdit(edit, originals);
        return await failedTests(directory, tests);
      } finally {
        for (const [file, source] of originals) await writeFile(join(directory, file), source);
      }
    },
    remove: () => rm(directory, { recursive: true }),
  };
}

/** Runs the tests whose name contains the row. At least one must run: a row without a test proves nothing. */
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
    // All checkouts share one PostgreSQL, so that none has to start its own.
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
