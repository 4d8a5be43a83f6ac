import { it } from 'vitest';
import { runCheck, sqliteChecks } from '../../test-support/sqlite-checks.mjs';
import { foreignConnection, migratedFile, temporaryStorage } from '../../test-support/temporary-storage.js';

for (const check of sqliteChecks) {
  it(check.name, async () => {
    const file = await migratedFile();
    await runCheck(check, {
      file,
      open: () => temporaryStorage({ file, busyDeadlineMs: 1_000 }),
      openHost: () => foreignConnection(file),
    });
  });
}
