import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { createApiKeys } from '@postern/core';
import type { KeyStorage } from '@postern/kysely/postgres';
import ts from 'typescript';
import type { StorageDescription } from './database.js';

/** The commits that have the release before this one. Once it is published, its tag replaces them. */
const commits = {
  packages: '2df475fcc6a1e386bd6d9471c12cbe629e643ddb',
  // In the commit above, they already include the newest one, which belongs to this release.
  migrations: '92ac482387b7fc3c9c33eda30f9e8b1516a267bc',
};

const root = fileURLToPath(new URL('../../../', import.meta.url));
const directory = join(root, 'node_modules/.cache/postern', commits.packages);
const run = promisify(execFile);

/**
 * Compiles the release before this one, once, from the history of this repository. A program whose directory this were
 * would import its `@postern/core` and `@postern/kysely`, and everything else from this checkout.
 */
export async function previousRelease(): Promise<string> {
  if (existsSync(directory)) return directory;
  await mkdir(dirname(directory), { recursive: true });
  const made = await mkdtemp(`${directory}-`);
  try {
    await extract(commits.packages, ['packages/core', 'packages/kysely'], made);
    await extract(commits.migrations, ['packages/kysely/src/migrations'], made);
    for (const name of ['core', 'kysely'])
      await compile(join(made, 'packages', name), join(made, 'node_modules/@postern', name));
    await rename(made, directory);
  } catch (error) {
    await rm(made, { recursive: true });
    // Another process may have been faster.
    if (!existsSync(directory)) throw error;
  }
  return directory;
}

/** The release before this one, in this process. */
export interface PreviousRelease {
  readonly createApiKeys: typeof createApiKeys;
  readonly openStorage: (storage: StorageDescription) => KeyStorage;
}

export async function loadPreviousRelease(): Promise<PreviousRelease> {
  const packages = join(await previousRelease(), 'node_modules/@postern');
  const load = (path: string) => import(pathToFileURL(join(packages, path)).href);
  const { createApiKeys } = await load('core/dist/index.js');
  const { sqliteStorage } = await load('kysely/dist/sqlite/index.js');
  const { postgresStorage } = await load('kysely/dist/postgres/index.js');
  return {
    createApiKeys,
    openStorage: (storage) =>
      'sqlite' in storage
        ? sqliteStorage({ file: storage.sqlite, busyDeadlineMs: 10_000 })
        : postgresStorage({ connectionString: storage.postgres, statementDeadlineMs: 10_000 }),
  };
}

async function extract(commit: string, paths: readonly string[], into: string): Promise<void> {
  const archive = join(into, 'sources.tar');
  await run('git', ['archive', '--output', archive, commit, ...paths], { cwd: root }).catch((cause) => {
    throw new Error(
      `the release before this one is not in the history of this checkout: git has no commit ${commit}; if the clone is shallow, run git fetch --unshallow`,
      { cause },
    );
  });
  await run('tar', ['-xf', archive, '-C', into]);
}

async function compile(from: string, to: string): Promise<void> {
  const files = await readdir(join(from, 'src'), { recursive: true });
  for (const file of files.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))) {
    const { outputText } = ts.transpileModule(await readFile(join(from, 'src', file), 'utf8'), {
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2023,
        verbatimModuleSyntax: true,
      },
    });
    const compiled = join(to, 'dist', file.replace(/\.ts$/, '.js'));
    await mkdir(dirname(compiled), { recursive: true });
    await writeFile(compiled, outputText);
  }
  await writeFile(join(to, 'package.json'), await readFile(join(from, 'package.json')));
}
