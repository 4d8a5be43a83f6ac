import type { KeyId } from '@postern/core';
import { buildKey } from '@postern/core/testing';
import { expect, it } from 'vitest';
import { recordedDatabase } from '../../test-support/recorded-database.js';
import { temporaryFile, temporaryStorage } from '../../test-support/temporary-storage.js';
import { recordUses } from './record-uses.js';

const keyIdOf = (character: string) => character.repeat(16) as KeyId;

it('locks each record once, in the order of the key IDs, so that of two processes none waits for the other', async () => {
  const file = temporaryFile();
  await temporaryStorage({ file }).migrate();
  const { database, sent } = recordedDatabase(file);
  const keyIds = ['b', 'Z', 'a', '0', 'b'].map(keyIdOf);
  await recordUses(
    database,
    keyIds.map((keyId) => ({ keyId, at: new Date(0) })),
  );
  expect(sent).toHaveLength(1);
  const locked = sent.flatMap(({ parameters }) =>
    parameters.filter((value) => keyIds.includes(value as KeyId)),
  );
  expect(locked).toEqual(['0', 'Z', 'a', 'b'].map(keyIdOf));
});

it('writes many uses by few statements', async () => {
  const file = temporaryFile();
  await temporaryStorage({ file }).migrate();
  const { database, sent } = recordedDatabase(file);
  const uses = Array.from({ length: 250 }, () => ({ keyId: buildKey().id, at: new Date(0) }));
  await recordUses(database, uses);
  expect(sent).toHaveLength(3);
});
