import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { spawnSource } from '../../test-support/spawn-source.js';
import { foreignConnection, temporaryFile } from '../../test-support/temporary-storage.js';

/** Issues keys in another process, kills it when it has said so of `count`, and gives the key IDs that it told of. */
async function issueAndKill(file: string, count: number): Promise<readonly string[]> {
  const child = spawnSource('issue-until-killed.mjs', file);
  const issued: string[] = [];
  for await (const keyId of createInterface(child.stdout)) {
    issued.push(keyId);
    if (issued.length === count) child.kill('SIGKILL');
  }
  if (child.signalCode === null) await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');
  return issued;
}

it('F06 a kill during issue leaves each record with its audit entry, and every issued key', async () => {
  const file = temporaryFile();
  const issued: string[] = [];
  for (const count of [40, 150]) issued.push(...(await issueAndKill(file, count)));

  const host = foreignConnection(file);
  expect(host.pragma('integrity_check', { simple: true })).toBe('ok');
  const records = host.prepare('select id from postern_key order by id').pluck().all();
  const entries = host
    .prepare("select key_id from postern_audit where action = 'issued' order by key_id")
    .pluck()
    .all();
  expect(records).toEqual(entries);
  expect(records).toEqual(expect.arrayContaining(issued));
});
