import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { spawnSource } from '../../test-support/spawn-source.js';
import { foreignConnection, temporaryFile } from '../../test-support/temporary-storage.js';

/** Changes keys in another process, kills it when it has told of `count`, and gives the key IDs that it told of. */
async function changeAndKill(file: string, count: number): Promise<readonly string[]> {
  const child = spawnSource('change-until-killed.mjs', file);
  const issued: string[] = [];
  for await (const keyId of createInterface(child.stdout)) {
    issued.push(keyId);
    if (issued.length === count) child.kill('SIGKILL');
  }
  if (child.signalCode === null) await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');
  return issued;
}

/** What the records say of themselves. */
const records = `select id, 1 issued, rotated_at is not null rotated, disabled_at is not null disabled,
  revoked_at is not null revoked from postern_key order by id`;
/** The same, as the audit entries tell it. */
const told = `select key_id id, sum(action = 'issued') issued, sum(action = 'rotated') rotated,
  sum(action = 'disabled') - sum(action = 'enabled') disabled, sum(action = 'revoked') revoked
  from postern_audit group by key_id having sum(action = 'purged') = 0 order by key_id`;
const lostSuccessors = `select successor_id from postern_key where successor_id is not null
  and successor_id not in (select key_id from postern_audit where action = 'issued')`;

it('F06 a kill during any change leaves each record as its audit entries tell, and every issued key', async () => {
  const file = temporaryFile();
  const issued: string[] = [];
  for (const count of [5, 20]) issued.push(...(await changeAndKill(file, count)));

  const host = foreignConnection(file);
  const actions = host.prepare('select distinct action from postern_audit order by 1').pluck().all();
  expect(actions).toEqual(['disabled', 'enabled', 'issued', 'purged', 'renamed', 'revoked', 'rotated']);
  expect(host.pragma('integrity_check', { simple: true })).toBe('ok');
  const kept = host.prepare<[], { readonly id: string }>(records).all();
  expect(kept).toEqual(host.prepare(told).all());
  expect(host.prepare(lostSuccessors).all()).toEqual([]);
  expect(kept.map(({ id }) => id)).toEqual(expect.arrayContaining(issued));
});
