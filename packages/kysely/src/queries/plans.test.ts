import type { KeyStateFilter } from '@postern/core';
import type { KeyRepository } from '@postern/core/ports';
import { buildAuditEntry, buildKey } from '@postern/core/testing';
import { expect, it } from 'vitest';
import { recordedDatabase } from '../../test-support/recorded-database.js';
import { foreignConnection, temporaryFile, temporaryStorage } from '../../test-support/temporary-storage.js';
import { kyselyKeyRepository } from '../key-repository.js';

const key = buildKey();
const at = key.createdAt;
const page = { owner: key.owner, now: at, after: { at, id: key.id }, limit: 10 };

/** How SQLite would execute the statements of a call, step by step. */
async function plansOf(call: (repository: KeyRepository) => Promise<unknown>): Promise<string> {
  const file = temporaryFile();
  await temporaryStorage({ file }).migrate();
  const { database, sent } = recordedDatabase(file);
  await call(kyselyKeyRepository(database));
  const host = foreignConnection(file);
  const plans = sent.map(({ sql, parameters }) =>
    host.prepare(`explain query plan ${sql}`).all(...parameters),
  );
  return plans
    .flat()
    .map((step) => (step as { readonly detail: string }).detail)
    .join('\n');
}

it('a list of all keys is one search in an index', async () => {
  expect(await plansOf(({ list }) => list({ ...page, state: 'all' }))).toBe(
    'SEARCH postern_key USING INDEX postern_key_by_owner (owner_kind=? AND owner_id=? AND (created_at,id)<(?,?))',
  );
});

it.each<KeyStateFilter>(['live', 'rotated', 'accepted', 'disabled', 'expired'])(
  'a list of %s keys does not read the revoked ones',
  async (state) => {
    expect(await plansOf(({ list }) => list({ ...page, state }))).toBe(
      'SEARCH postern_key USING INDEX postern_key_unrevoked_by_owner (owner_kind=? AND owner_id=? AND (created_at,id)<(?,?))',
    );
  },
);

it('a list of the keys that live beyond a length of time is the same search', async () => {
  for (const state of ['all', 'accepted'] as const) {
    const plan = await plansOf(({ list }) => list({ ...page, state }));
    expect(await plansOf(({ list }) => list({ ...page, state, livesBeyondMs: 1 }))).toBe(plan);
  }
});

it('a revocation of all keys does not read the revoked ones', async () => {
  const all = { owner: key.owner, at, reason: 'left', createdBefore: at, limit: 10 };
  const ofOwner =
    'SEARCH postern_key USING INDEX postern_key_unrevoked_by_owner (owner_kind=? AND owner_id=? AND created_at<?)';
  const ofEach = 'SEARCH postern_key USING PRIMARY KEY (id=?)';
  expect(await plansOf(({ revokeAll }) => revokeAll(all, () => buildAuditEntry(key)))).toBe(
    [ofEach, 'LIST SUBQUERY 2', ofEach, 'LIST SUBQUERY 1', ofOwner, ofOwner].join('\n'),
  );
});

it('a purge reads as many index entries as it removes records', async () => {
  const query = { revokedBefore: at, limit: 10 };
  expect(await plansOf(({ purge }) => purge(query, () => buildAuditEntry(key)))).toBe(
    [
      'SEARCH postern_key USING PRIMARY KEY (id=?)',
      'LIST SUBQUERY 1',
      'SEARCH postern_key USING COVERING INDEX postern_key_by_revocation (revoked_at<?)',
      // It removed none, so it checks whether there are any.
      'SEARCH postern_key USING COVERING INDEX postern_key_by_revocation (revoked_at<?)',
    ].join('\n'),
  );
});

it.each([{ keyId: key.id }, { owner: key.owner }])('a history of %o is a search in an index', async (of) => {
  const plan = await plansOf(({ history }) => history({ of, after: page.after, limit: 10 }));
  expect(plan).toMatch(/^SEARCH postern_audit USING INDEX \S+ \(.*\(at,id\)<\(\?,\?\)\)$/);
});
