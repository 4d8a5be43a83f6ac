import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect } from 'vitest';
import { spawnSource } from './spawn-source.js';

/**
 * Changes keys in processes that are killed, one after the other. Returns the key IDs that they printed.
 *
 * @param place The path of a file, or a connection string.
 */
export async function changeAndKill(place: string): Promise<readonly string[]> {
  const issued: string[] = [];
  for (const keys of [3, 9]) issued.push(...(await killAfter(keys, place)));
  return issued;
}

async function killAfter(keys: number, place: string): Promise<readonly string[]> {
  const child = spawnSource('change-in-turn-until-killed.mjs', place);
  const issued: string[] = [];
  for await (const keyId of createInterface(child.stdout)) {
    issued.push(keyId);
    if (issued.length === keys) child.kill('SIGKILL');
  }
  if (child.signalCode === null) await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');
  return issued;
}

const has = (column: string) => `case when ${column} is null then 0 else 1 end`;
const entryCount = (action: string) => `cast(count(case when action = '${action}' then 1 end) as integer)`;
/** What the records say. */
const records = `select id, 1 as issued, ${has('rotated_at')} as rotated, ${has('disabled_at')} as disabled,
  ${has('revoked_at')} as revoked from postern_key order by id`;
/** The same, according to the audit entries. */
const entries = `select key_id as id, ${entryCount('issued')} as issued, ${entryCount('rotated')} as rotated,
  ${entryCount('disabled')} - ${entryCount('enabled')} as disabled, ${entryCount('revoked')} as revoked
  from postern_audit group by key_id having ${entryCount('purged')} = 0 order by key_id`;
const actions = 'select distinct action from postern_audit order by 1';
const lostSuccessors = `select successor_id from postern_key where successor_id is not null
  and successor_id not in (select key_id from postern_audit where action = 'issued')`;

/** Expects each record to match its audit entries, and every printed key to be there. */
export async function expectNoThirdState(
  issued: readonly string[],
  rowsOf: (query: string) => Promise<readonly unknown[]>,
): Promise<void> {
  const made = ['disabled', 'enabled', 'issued', 'purged', 'renamed', 'revoked', 'rotated'];
  expect(await rowsOf(actions)).toEqual(made.map((action) => ({ action })));
  const kept = await rowsOf(records);
  expect(kept).toEqual(await rowsOf(entries));
  expect(await rowsOf(lostSuccessors)).toEqual([]);
  expect(kept).toEqual(expect.arrayContaining(issued.map((id) => expect.objectContaining({ id }))));
}
