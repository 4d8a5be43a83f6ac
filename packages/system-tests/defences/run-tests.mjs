/**
 * Runs tests of a checkout, named by the first argument, each time the parent sends `{ row, files, changed }`. One
 * Vitest runs them all: starting one takes longer than most of these tests, and only the changed files are compiled
 * again. Sends `{ ran, failed, errors }`.
 */
import { join } from 'node:path';
import { createVitest } from 'vitest/node';

const [root = ''] = process.argv.slice(2);
const config = join(root, 'packages/system-tests/defences/checkout.config.ts');
const vitest = await createVitest('test', { root, config, watch: false, bail: 1, reporters: [{}] });

/** Runs the tests whose name contains the row. */
async function run({ row, files, changed }) {
  for (const file of changed) vitest.invalidateFile(join(root, file));
  // Otherwise `bail` would count the failures of earlier runs.
  vitest.state.filesMap.clear();
  vitest.state.idMap.clear();
  vitest.setGlobalTestNamePattern(new RegExp(`\\b${row}\\b`));
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(
    await vitest.globTestSpecifications(files),
  );
  const tests = testModules.flatMap((module) => [...module.children.allTests()]);
  const inState = (state) =>
    tests.filter((test) => test.result().state === state).map((test) => test.fullName);
  const failed = inState('failed');
  const errors = [...testModules.flatMap((module) => module.errors()), ...unhandledErrors];
  return {
    ran: inState('passed').length + failed.length,
    failed,
    errors: errors.map(({ message }) => message),
  };
}

process.on('message', async (request) => process.send(await run(request)));
process.on('disconnect', () => vitest.exit(true));
