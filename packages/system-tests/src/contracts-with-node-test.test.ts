import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { hasherContract, keyRepositoryContract } from '@postern/conformance';
import { middlewareContract } from '@postern/conformance/middleware';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSubject } from '../../../tools/write-subject.mjs';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Inside the package, so that the subject can resolve its imports. Git ignores it. */
const subject = at('../.docs-run/contracts/hono-subject.mjs');
let printed = '';

/** Returns what `node --test` reported about a contract's clauses: `ok` or `not ok`, and the name. */
function resultsOf(contract: string): readonly string[] {
  const [, clauses = ''] =
    new RegExp(`^# Subtest: ${contract}\n(.*?)^(?:not )?ok `, 'ms').exec(printed) ?? [];
  const lines = [...clauses.matchAll(/^ {4}(ok|not ok) \d+ - (.+)$/gm)];
  return lines.map(([, verdict, name = '']) => `${verdict} ${name.replaceAll(/\\([#\\])/g, '$1')}`);
}

const skippedWithout = (hook: string) => ` # SKIP not checked: the subject has no ${hook}`;

beforeAll(async () => {
  writeSubject('hono', 'subject.ts', subject);

  const program = at('../test-support/contracts.mjs');
  const environment = { ...process.env, SUBJECT: subject };
  const run = promisify(execFile)(process.execPath, ['--test', '--test-reporter=tap', program], {
    env: environment,
  });
  printed = (await run).stdout;
}, 60_000);

afterAll(() => rmSync(subject, { force: true }));

describe('node --test runs each clause as a test with its name; all pass, or say what is not checked', () => {
  it.each([
    ['keyRepositoryContract', keyRepositoryContract],
    ['hasherContract', hasherContract],
    // Its subject has everything that a clause needs.
    ['middlewareContract', middlewareContract.map(({ name }) => ({ name, needs: undefined }))],
  ])('%s', (contract, clauses) => {
    expect(clauses.length).toBeGreaterThan(5);
    expect(resultsOf(contract)).toEqual(
      clauses.map(({ name, needs }) => `ok ${name}${needs === undefined ? '' : skippedWithout(needs)}`),
    );
  });
});
