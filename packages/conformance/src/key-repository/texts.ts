import assert from 'node:assert/strict';
import { buildAuditEntry, buildKey, buildStoredKey } from '@postern/core/testing';
import type { Clause } from '../clause.js';
import { add, clause, findOne, historyOf, type MakeKeyRepository, revoke } from './subject.js';

/** Texts that a storage might trim, normalise, escape, cut or take for something else. */
const texts = [
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'null',
  '0',
  '1e3',
  ' spaces around ',
  '<script>alert("1")</script>',
  `'; drop table postern_key; --`,
  '"quoted" \\ back\\slash `tick` %_?*$1',
  '{"a":[1]}',
  '👩‍👩‍👧‍👦 🏳️‍🌈',
  'Zoë Ångström (NFC)',
  'Zoe\u0308 A\u030Angstro\u0308m (NFD)',
  'שלום עולם',
  '漢字'.repeat(50),
  'x'.repeat(255),
];

/** Owners that a collation might take for one. */
const lookAlikes = ['ada', 'Ada', 'ADA', 'ada ', ' ada', 'adä', 'ada\u0308', '__proto__', 'ada%', 'ad_'];

/** What holds for texts: they come back exactly as they went in, and equal means equal. */
export const textClauses: readonly Clause<MakeKeyRepository>[] = [
  clause('T09 names, owners, actors, scopes and reasons come back exactly', async (repository) => {
    for (const text of texts) {
      const owner = { kind: 'user', id: text };
      const key = buildKey({ owner, name: text, createdBy: { kind: 'user', id: text }, scopes: [text] });
      const stored = buildStoredKey({ key: { ...key, reason: text } });
      await repository.insert(stored, buildAuditEntry(key));
      assert.deepEqual(await findOne(repository, key.id), stored);
      const listed = await repository.list({ owner, state: 'all', now: new Date(), after: null, limit: 2 });
      assert.deepEqual(listed, [stored.key]);
    }
  }),

  clause('T09 texts in audit entries come back exactly', async (repository) => {
    for (const text of texts) {
      const { key } = await add(repository, { owner: { kind: 'user', id: text } });
      const { entry } = await revoke(repository, key, { actor: { kind: 'user', id: text }, reason: text });
      assert.deepEqual((await historyOf(repository, key.id))[0], entry);
      const [latest] = await repository.history({ of: { owner: key.owner }, after: null, limit: 1 });
      assert.deepEqual(latest, entry);
    }
  }),

  clause('T09 scopes keep their order, and names such as __proto__', async (repository) => {
    const stored = await add(repository, { scopes: ['b', 'a', '__proto__', 'constructor', 'a:b/c?d=e&f'] });
    assert.deepEqual(await findOne(repository, stored.key.id), stored);
  }),

  clause('owners that look alike are different owners', async (repository) => {
    for (const id of lookAlikes) await add(repository, { owner: { kind: 'user', id } });
    for (const id of lookAlikes) {
      const owner = { kind: 'user', id };
      const listed = await repository.list({ owner, state: 'all', now: new Date(), after: null, limit: 20 });
      assert.deepEqual(
        listed.map((key) => key.owner),
        [owner],
      );
      const entries = await repository.history({ of: { owner }, after: null, limit: 20 });
      assert.deepEqual(
        entries.map((entry) => entry.owner),
        [owner],
      );
    }
  }),
];
