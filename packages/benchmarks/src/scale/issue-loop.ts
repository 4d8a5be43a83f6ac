import { type ApiKeys, createApiKeys } from '@postern/core';
import type { Hasher } from '@postern/core/ports';
import type { KeyStorage } from '@postern/kysely/sqlite';
import { directoryInMemory } from '../subjects/directory.js';
import { fillSqlite, temporaryFile } from '../subjects/sqlite-file.js';
import { sizeOf } from './sized-file.js';

const inFlight = 32;

/** Issues keys for a while, and returns how many per second. */
export async function issueLoop(storage: KeyStorage, hasher: Hasher, ms: number): Promise<number> {
  const keys = createIssuer(storage, hasher);
  const beganAt = performance.now();
  let issued = 0;
  async function issue(): Promise<void> {
    while (performance.now() < beganAt + ms) {
      await issueOne(keys);
      issued += 1;
    }
  }
  await Promise.all(Array.from({ length: inFlight }, issue));
  const perSecond = (issued / (performance.now() - beganAt)) * 1_000;
  await keys.close();
  return perSecond;
}

/** Issues keys into a new file, and returns its size per key, in bytes, with the audit entry of each. */
export async function bytesWithAudit(count: number, hasher: Hasher): Promise<number> {
  const file = temporaryFile('issued.sqlite');
  const storage = await fillSqlite(file, []);
  const keys = createIssuer(storage, hasher);
  for (let issued = 0; issued < count; issued += inFlight)
    await Promise.all(Array.from({ length: inFlight }, () => issueOne(keys)));
  await keys.close();
  await storage.close();
  return sizeOf(file) / (Math.ceil(count / inFlight) * inFlight);
}

function createIssuer({ repository }: KeyStorage, hasher: Hasher): ApiKeys {
  const policy = { decide: () => ({ ok: true }) as const };
  return createApiKeys({ repository, hasher, owners: directoryInMemory(), policy });
}

async function issueOne(keys: ApiKeys): Promise<void> {
  const person = Math.floor(Math.random() * 1_000);
  await keys.issue({
    owner: { kind: 'user', id: `person-${person}` },
    actor: { kind: 'system', id: 'benchmark' },
    name: 'CI Pipeline',
  });
}
