import { chmodSync, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { sqliteStorage } from '@postern/kysely/sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { figures } from '../../test-support/figures.js';
import { issueKeys } from './issue-keys.js';
import { send } from './load.js';
import { ada, startService } from './service.js';
import { temporaryFile } from './temporary-file.js';

/** Creates a file with one key, and closes it. */
async function fileWithKey() {
  const file = temporaryFile();
  const storage = sqliteStorage({ file });
  await storage.migrate();
  const { keys } = await startService(storage.repository);
  const [issued] = await issueKeys(keys, 1);
  await storage.close();
  if (issued === undefined) throw new Error('no key');
  return { file, issued };
}

it('F01 with a read-only file, verifications are answered, and a revocation throws until the file is writable', async () => {
  const { file, issued } = await fileWithKey();
  chmodSync(dirname(file), 0o777);
  chmodSync(file, 0o444);
  becomeUnprivileged();

  const storage = sqliteStorage({ file });
  onTestFinished(() => storage.close());
  const { keys, url } = await startService(storage.repository);
  const revoke = () => keys.revoke(issued.key.id, { actor: ada });
  for (let time = 0; time < 20; time += 1) {
    expect(await send(url, issued)).toMatchObject({ status: 200 });
    await expect(revoke()).rejects.toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
      message: expect.stringContaining('is read-only'),
    });
  }

  becomeRoot();
  // The files that SQLite created next to it have its permissions.
  for (const ending of ['', '-wal', '-shm']) if (existsSync(file + ending)) chmodSync(file + ending, 0o666);
  becomeUnprivileged();
  expect(await revoke()).toMatchObject({ changed: true });
  expect(await send(url, issued)).toMatchObject({ status: 401 });
  figures('SQLite: a read-only file', {
    'verifications answered': 20,
    'revocations refused': 20,
  });
});

/** Switches to an unprivileged user, because file permissions do not apply to root. */
function becomeUnprivileged(): void {
  if (process.getuid?.() !== 0) return;
  process.setegid?.(65_534);
  process.seteuid?.(65_534);
  onTestFinished(becomeRoot);
}

function becomeRoot(): void {
  if (process.getuid?.() !== 0) return;
  process.seteuid?.(0);
  process.setegid?.(0);
}
