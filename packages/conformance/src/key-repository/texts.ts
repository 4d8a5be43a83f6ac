import assert from 'node:assert/strict';
import type { Owner } from '@postern/core';
import { buildAuditEntry, buildKey, buildStoredKey } from '@postern/core/testing';
import type { Clause } from '../clause.js';
import { attemptOn } from './change.js';
import { disabling } from './disable.js';
import { now } from './records.js';
import { revokeAll } from './revoke-all.js';
import { rotating } from './rotate.js';
import { add, clause, historyOf, type MakeKeyRepository, revoke, snapshotOf, storedOf } from './subject.js';

/** Texts that a storage might trim, normalise, escape, truncate or misread. Core accepts all of them. */
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
  '\\u0000 \\x00 \\N %00 &#0; \\0',
  '{"a":[1]}',
  '{a,"b"}',
  '👩‍👩‍👧‍👦 🏳️‍🌈 🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}',
  'Zoë Ångström (NFC)',
  'Zoe\u0308 A\u030Angstro\u0308m (NFD)',
  'שלום עולם',
  '\u200Fmarks\u200E that \u202Eturn\u202C \u2067writing\u2069',
  'what\u200B shows\u00AD nothing\uFEFF',
  '\uFEFFa byte order mark first',
  'line\u2028 and paragraph\u2029 separators, a space\u00A0that is none',
  'ﬁ ① Ｋ ſ ı İ ß',
  'noncharacters \uFFFE \uFFFF \u{10FFFF}, private use \uE000',
  '漢字'.repeat(50),
  'x'.repeat(255),
  '€'.repeat(255),
  '🔑'.repeat(127),
];

/** A name has at most 100 characters, of one or two code units each. */
const asName = (text: string) => [...text].slice(0, 100).join('');

/** Scopes that a storage of lists, or of JSON, might misread. */
const scopes = [
  ...['__proto__', 'constructor', 'null', '0', '1e3', '{},', "'", '<script>', '%_?*$1', '&#0;', '[1]'],
  ...['x', '~'].map((character) => character.repeat(64)),
].toSorted();

/** Owners that a collation, or a normalisation, might consider equal. */
const lookAlikes = [
  ...['ada', 'Ada', 'ADA', 'ada ', ' ada', 'adä', 'ada\u0308', 'а\u0064a', '__proto__', 'ada%', 'ad_'],
  ...[
    'ada\u200B',
    'ada\u200F',
    'ada\uFEFF',
    'ada\u00A0',
    'ａｄａ',
    'stra\u00DFe',
    'strasse',
    'i',
    'ı',
    'I',
    'İ',
  ],
];
const longestAlike = ['a', 'b'].map((last) => 'x'.repeat(254) + last);

/** What holds for texts: they come back exactly as they went in, and are equal only if all of their code units are. */
export const textClauses: readonly Clause<MakeKeyRepository>[] = [
  clause('T09 names, owners, actors, scopes and reasons come back exactly', async (repository) => {
    for (const text of texts) {
      const owner = { kind: 'user', id: text };
      const actor = { kind: 'user', id: text } as const;
      const key = buildKey({ owner, name: asName(text), createdBy: actor, scopes });
      const stored = buildStoredKey({ key: { ...key, disabledAt: now, disabledBy: actor, reason: text } });
      await repository.insert(stored, buildAuditEntry(key));
      assert.deepEqual(await storedOf(repository, key.id), stored);
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

  clause('T09 texts that changes write come back exactly', async (repository) => {
    for (const text of texts) {
      const stored = await add(repository, { owner: { kind: 'user', id: text } });
      const name = asName(text);
      const renamed = { ...stored, key: { ...stored.key, name } };
      await repository.rename({ keyId: stored.key.id, name }, buildAuditEntry(stored.key));
      const by = { kind: 'user', id: text } as const;
      const disable = attemptOn(disabling, renamed, { actor: by, reason: text });
      await disabling.apply(repository, disable);
      assert.deepEqual(await storedOf(repository, stored.key.id), disabling.after(disable));
      const enabled = { keyId: stored.key.id, disabledAt: now, disabledBy: by };
      assert.equal(
        await repository.enable(enabled, buildAuditEntry(stored.key)),
        true,
        'enable must change the record',
      );
      const rotate = attemptOn(rotating, renamed);
      const key = { ...rotate.successor.key, name, createdBy: by };
      const successor = { ...rotate.successor, key };
      await rotating.apply(repository, { ...rotate, successor });
      assert.deepEqual(await storedOf(repository, key.id), successor);
    }
  }),

  clause('reasons of 500 characters come back exactly', async (repository) => {
    for (const reason of ['x'.repeat(500), '€'.repeat(500), '🔑'.repeat(250)]) {
      const { key } = await add(repository);
      const { entry } = await revoke(repository, key, { reason });
      const snapshot = await snapshotOf(repository, key.id);
      assert.deepEqual(snapshot.stored?.key.reason, reason);
      assert.deepEqual(snapshot.entries[0], entry);
    }
  }),

  clause('T09 scopes keep their order, and names such as __proto__', async (repository) => {
    const stored = await add(repository, {
      scopes: ['b', 'a', '__proto__', 'constructor', 'a:b/c?d=e&f', '{},', "'"],
    });
    assert.deepEqual(await storedOf(repository, stored.key.id), stored);
  }),

  clause('owners that look alike are different owners', async (repository) => {
    const owners = [...lookAlikes, ...longestAlike].map((id) => ({ kind: 'user', id }));
    for (const owner of owners) await add(repository, { owner });
    for (const owner of owners) {
      const listed = await repository.list({ owner, state: 'all', now: new Date(), after: null, limit: 50 });
      assert.deepEqual(listed.map(ownerOf), [owner]);
      const entries = await repository.history({ of: { owner }, after: null, limit: 50 });
      assert.deepEqual(entries.map(ownerOf), [owner]);
    }
    for (const owner of owners)
      assert.equal((await revokeAll(repository, { owner })).keyIds.length, 1, owner.id);
  }),
];

function ownerOf({ owner }: { readonly owner: Owner }): Owner {
  return owner;
}
