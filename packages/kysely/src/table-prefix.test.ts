import { buildAuditEntry, buildStoredKey } from '@postern/core/testing';
import { expect, it } from 'vitest';
import { foreignConnection, temporaryFile, temporaryStorage } from '../test-support/temporary-storage.js';
import { verifiable } from '../test-support/verifiable.js';

it('a storage only touches tables with its prefix, next to others and to a second storage in the same file', async () => {
  const file = temporaryFile();
  const host = foreignConnection(file);
  host.exec('create table key (id text); create index key_by_owner on key (id)');
  const one = temporaryStorage({ file, tablePrefix: 'one_' });
  const other = temporaryStorage({ file, tablePrefix: '_' });
  await one.migrate();
  await other.migrate();

  const stored = buildStoredKey();
  await one.repository.insert(stored, buildAuditEntry(stored.key));
  expect(await one.repository.find([stored.key.id])).toEqual(new Map([[stored.key.id, verifiable(stored)]]));
  expect(await other.repository.find([stored.key.id])).toEqual(new Map());

  const made = [
    'audit',
    'audit_by_key',
    'audit_by_owner',
    'issue_request',
    'issue_request_by_at',
    'key',
    'key_by_creation',
    'key_by_creator',
    'key_by_expiry',
    'key_by_owner',
    'key_by_revocation',
    'key_by_successor',
    'key_counted_by_owner',
    'key_unrevoked_by_creation',
    'key_unrevoked_by_owner',
    'migration',
    'offer',
    'offer_by_end',
  ];
  const names = host
    .prepare("select name from sqlite_schema where name not like 'sqlite%' order by name")
    .pluck();
  expect(names.all()).toEqual([
    ...made.map((name) => `_${name}`),
    'key',
    'key_by_owner',
    ...made.map((name) => `one_${name}`),
  ]);
});
