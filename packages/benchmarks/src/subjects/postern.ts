import { argon2Hasher } from '@postern/argon2';
import { type ApiKeys, createApiKeys, type Verification } from '@postern/core';
import type { Hasher } from '@postern/core/ports';
import type { KeyStorage } from '@postern/kysely/sqlite';
import { directoryInMemory } from './directory.js';
import type { Subject } from './subject.js';

/** Postern on a storage, with its defaults except for the given options. */
export interface PosternOptions {
  readonly name: string;
  readonly storage: KeyStorage;
  readonly tokens: readonly string[];
  readonly hasher?: Hasher;
}

/** What a route would require. */
const requirements = { scopes: ['agents:read'] };

/** Creates a subject from Postern, and proves each of its tokens once. */
export async function warmPostern({
  name,
  storage,
  tokens,
  hasher = argon2Hasher(),
}: PosternOptions): Promise<Subject<Verification>> {
  const keys = makeKeys(storage, hasher);
  const verify = (token: string) => keys.verify(token, requirements);
  await proveEach(tokens, verify);
  return {
    name,
    tokens,
    verify,
    accepts: ({ ok }) => ok,
  };
}

/** Creates a service as a host would. */
export function makeKeys(storage: KeyStorage, hasher: Hasher): ApiKeys {
  return createApiKeys({ repository: storage.repository, hasher, owners: directoryInMemory() });
}

/** No more at a time than the queue holds at its default length. */
const proofsInFlight = 32;

async function proveEach(
  tokens: readonly string[],
  verify: (token: string) => Promise<Verification>,
): Promise<void> {
  let next = 0;
  async function prove(): Promise<void> {
    for (let token = tokens[next++]; token !== undefined; token = tokens[next++]) {
      const { ok } = await verify(token);
      if (!ok) throw new Error('Postern refused a token that is valid');
    }
  }
  await Promise.all(Array.from({ length: proofsInFlight }, prove));
}
