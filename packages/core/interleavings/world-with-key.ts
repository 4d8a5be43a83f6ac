import type { ApiKey, AuditEntry } from '../src/index.js';
import type { StoredKey } from '../src/ports.js';
import { findStoredKey } from '../src/testing/index.js';
import { ada, service } from '../test-support/service.js';
import { type Parts, type SteppedService, steppedService } from './stepped-service.js';
import type { Steps } from './steps.js';

/** A service with one live key of ada. */
export interface WorldWithKey extends SteppedService {
  readonly token: string;
  readonly key: ApiKey;
}

/** Issued once, in a service of its own, because thousands of worlds start with it. */
const issued = issueOnce();

/** Creates a world with a key that was never verified. */
export async function worldWithKey(steps: Steps, parts: Parts = {}): Promise<WorldWithKey> {
  const { token, stored, entry } = await issued;
  const made = steppedService(steps, parts);
  await made.watch.repository.insert(stored, entry);
  made.events.push({ type: 'issued', keyId: stored.key.id, owner: ada });
  made.watch.look();
  return { ...made, token, key: stored.key };
}

async function issueOnce(): Promise<{ token: string; stored: StoredKey; entry: AuditEntry }> {
  const { issue, repository } = service();
  const { token, key } = await issue();
  const stored = await findStoredKey(repository, key.id);
  const [entry] = await repository.history({ of: { keyId: key.id }, after: null, limit: 1 });
  if (stored === undefined || entry === undefined) throw new Error('not issued');
  return { token, stored, entry };
}

export const verify = ({ keys, token }: WorldWithKey): Promise<unknown> => keys.verify(token);
export const revoke = ({ keys, key }: WorldWithKey): Promise<unknown> => keys.revoke(key.id, { actor: ada });
export const flush = ({ flush }: WorldWithKey): Promise<unknown> => flush();
export const look = ({ watch }: WorldWithKey): void => watch.look();
