import type { ApiKeys, IssuedKey } from '@postern/core';
import { ada } from './service.js';

/** Issues some keys, one after the other. */
export async function issueKeys(keys: ApiKeys, count: number): Promise<readonly IssuedKey[]> {
  const issued: IssuedKey[] = [];
  while (issued.length < count) {
    const name = `key ${issued.length}`;
    issued.push(await keys.issue({ owner: ada, actor: ada, name }));
  }
  return issued;
}
