import type { KeyRepository } from '@postern/core/ports';
import { buildAuditEntry, buildOffer, buildStoredKey } from '@postern/core/testing';

const stored = buildStoredKey();
const { key, hash } = stored;
const { id: keyId, owner, name } = key;
const at = new Date('2026-02-01T00:00:00.000Z');
const reason = null;
const by = { kind: 'user', id: 'ada' } as const;
const page = { after: null, limit: 1 };
const entry = buildAuditEntry(key);
const entryOf = () => entry;

/** A call of each method of a repository. If a port gains one, this does not compile until it is here. */
const calls: { readonly [Method in keyof KeyRepository]: (repository: KeyRepository) => unknown } = {
  find: ({ find }) => find([keyId]),
  get: ({ get }) => get(keyId),
  insert: ({ insert }) => insert(stored, entry),
  insertIdempotent: ({ insertIdempotent }) =>
    insertIdempotent({ stored, requestId: 'r', reason: 'a' }, entry, entryOf),
  revoke: ({ revoke }) => revoke({ keyId, at, reason }, entry),
  revokeAll: ({ revokeAll }) => revokeAll({ owner, at, reason, createdBefore: null, limit: 1 }, entryOf),
  disable: ({ disable }) => disable({ keyId, at, by, reason, over: null }, entry),
  reportLeak: ({ reportLeak }) =>
    reportLeak(
      { keyId, at, response: 'revoke', by, reason: 'r', knownSince: at },
      { reported: entry, changed: entry },
    ),
  enable: ({ enable }) => enable({ keyId, disabledAt: at, disabledBy: by }, entry),
  rename: ({ rename }) => rename({ keyId, name }, entry),
  rotate: ({ rotate }) =>
    rotate(
      { keyId, at, graceEndsAt: null, successor: buildStoredKey(), predecessorReason: 'r' },
      [entry],
      entryOf,
    ),
  rehash: ({ rehash }) => rehash({ keyId, from: hash, to: hash }, entry),
  purge: ({ purge }) => purge({ revokedBefore: at, limit: 1 }, entryOf),
  list: ({ list }) => list({ ...page, owner, state: 'live', now: at }),
  listAll: ({ listAll }) => listAll({ ...page, state: 'live', now: at }),
  history: ({ history }) => history({ ...page, of: { keyId } }),
  recordUses: ({ recordUses }) => recordUses([{ keyId, at }]),
  insertOffer: ({ insertOffer }) => insertOffer({ offer: buildOffer(), forgetBefore: at }, entry),
  getOffer: ({ getOffer }) => getOffer(keyId),
  withdrawOffer: ({ withdrawOffer }) => withdrawOffer({ offerId: keyId, at }, entry),
  claimOffer: ({ claimOffer }) =>
    claimOffer({ offerId: keyId, at, change: { insert: stored } }, [entry], entryOf),
};

/** The name of each method, and a call of it, which rejects if the method throws. */
export const everyCall: readonly (readonly [string, (repository: KeyRepository) => Promise<unknown>])[] =
  Object.entries(calls).map(([method, call]) => [method, async (repository) => call(repository)]);
