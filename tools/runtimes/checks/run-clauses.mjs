// Runs the clauses of a contract in any runtime, without a test runner.

/** Runs clauses in turn, prints those that fail, and ends the process. Its exit code is 1 if one failed. */
export async function runClauses(clauses, make) {
  let held = 0;
  const failed = [];
  for (const { name, run } of clauses) {
    let skipped = false;
    try {
      await run(make, { skip: () => (skipped = true) });
      if (!skipped) held += 1;
    } catch (error) {
      failed.push(name);
      console.log(`not ok: ${name}: ${error?.stack ?? error}`);
    }
  }
  console.log(`${held} clauses hold, ${failed.length} fail`);
  process.exit(failed.length === 0 && held > 0 ? 0 : 1);
}
