import { expect, it } from 'vitest';
import { changeAndKill, expectNoThirdState } from '../../test-support/crash.js';
import { foreignConnection, temporaryFile } from '../../test-support/temporary-storage.js';

it('F06 after a kill during any change, each record matches its audit entries, and every issued key is there', async () => {
  const file = temporaryFile();
  const issued = await changeAndKill(file);
  const host = foreignConnection(file);
  expect(host.pragma('integrity_check', { simple: true })).toBe('ok');
  await expectNoThirdState(issued, async (query) => host.prepare(query).all());
}, 60_000);
