import { fork } from 'node:child_process';
import { once } from 'node:events';
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
  const runner = startTestRunner(directory);
  let restored: readonly string[] = [];

  /** Finds the anchors again for each edit, because an edit moves the pieces after it. */
  async function applyEdit({ anchor, apply }: Edit, originals: Map<string, string>): Promise<void> {
    const [found, ...others] = findAnchors(directory, anchor);
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
        const changed = [...restored, ...originals.keys()];
        return await runner.failedTests({ ...tests, changed });
      } finally {
        for (const [file, source] of originals) await writeFile(join(directory, file), source);
        restored = [...originals.keys()];
      }
    },
    async remove() {
      await runner.stop();
      await rm(directory, { recursive: true });
    },
  };
}

/** Runs tests of a checkout in another process. */
interface TestRunner {
  /** Returns the full names of the tests that fail. At least one must run: a row without a test proves nothing. */
  failedTests(request: TestRequest): Promise<readonly string[]>;
  stop(): Promise<void>;
}

interface TestRequest {
  /** The tests run whose name contains this row. */
  readonly row: string;
  readonly files: readonly string[];
  /** The sources that were written since the last request. */
  readonly changed: readonly string[];
}

/** What the process sends. */
interface TestResult {
  readonly ran: number;
  readonly failed: readonly string[];
  readonly errors: readonly string[];
}

function startTestRunner(directory: string): TestRunner {
  const child = fork(fileURLToPath(new URL('./run-tests.mjs', import.meta.url)), [directory], {
    cwd: directory,
    // All checkouts share one PostgreSQL, so that none has to start its own.
    env: { ...process.env, TEST_DATABASE_URL: inject('postgresUrl') },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  return {
    async failedTests(request) {
      const answered = once(child, 'message');
      child.send(request);
      const [{ ran, failed, errors }] = (await Promise.race([
        answered,
        ended.then(([code]) => Promise.reject(new Error(`the process that runs the tests ended: ${code}`))),
      ])) as [TestResult];
      if (ran === 0)
        throw new Error(`no test of ${request.row} ran in ${request.files.join(', ')}: ${errors.join('\n')}`);
      return failed;
    },
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
