import type { KeyStateFilter } from '@postern/core';
import type { AllKeysQuery, KeyRepository } from '@postern/core/ports';
import { buildAuditEntry, buildKey } from '@postern/core/testing';
import { expect, it } from 'vitest';
import { recordedDatabase } from '../../test-support/recorded-database.js';
import { foreignConnection, temporaryFile, temporaryStorage } from '../../test-support/temporary-storage.js';
import { kyselyKeyRepository } from '../key-repository.js';

const key = buildKey();
const at = key.createdAt;
const creatorSearch = 'by_creator (created_by_kind=? AND created_by_id=? AND (created_at,id)<(?,?))';
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

const overview = { now: at, after: { at, id: key.id }, limit: 10 };
const later = new Date(at.getTime() + 1);

it.each<[string, Partial<AllKeysQuery>, string]>([
  ['no condition', {}, 'by_creation ((created_at,id)<(?,?))'],
  ['a kind', { kinds: ['team'] }, 'by_creation ((created_at,id)<(?,?))'],
  ['revoked ones', { state: 'revoked' }, 'by_creation ((created_at,id)<(?,?))'],
  ['accepted ones', { state: 'accepted' }, 'unrevoked_by_creation ((created_at,id)<(?,?))'],
  ['expired ones', { state: 'expired' }, 'unrevoked_by_creation ((created_at,id)<(?,?))'],
  ['unused ones', { unusedSince: later }, 'by_creation ((created_at,id)<(?,?))'],
  ['unused ones, at first', { unusedSince: later, after: null }, 'by_creation (created_at<?)'],
  ['a creator', { createdBy: key.createdBy }, creatorSearch],
  ['unrevoked ones of a creator', { createdBy: key.createdBy, state: 'live' }, creatorSearch],
  ['expiring ones', { expiresBefore: later }, 'by_expiry ((expires_at,id)>(?,?) AND expires_at<?)'],
  [
    'live, expiring ones',
    { expiresBefore: later, state: 'live' },
    'by_expiry (expires_at>? AND expires_at<?)',
  ],
])('a step of a list of all keys with %s is one search in an index', async (_, filter, search) => {
  const plan = await plansOf(({ listAll }) => listAll({ ...overview, state: 'all', ...filter }));
  const searches = plan.split('\n').filter((step) => step.includes('postern_key'));
  expect(
    searches.map((step) => step.replace(/^SEARCH postern_key USING (COVERING )?INDEX postern_key_/, '')),
  ).toEqual([search, search]);
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
