import type { KeyId } from '@postern/core';
import { expect, it } from 'vitest';
import { recordedDatabase } from '../../test-support/recorded-database.js';
import { temporaryFile, temporaryStorage } from '../../test-support/temporary-storage.js';
import { recordUses } from './record-uses.js';

it('locks the records in the order of their key IDs, so that of two processes none waits for the other', async () => {
  const file = temporaryFile();
  await temporaryStorage({ file }).migrate();
  const { database, sent } = recordedDatabase(file);
  const keyIds = ['b', 'Z', 'a', '0', 'b'].map((character) => character.repeat(16) as KeyId);
  await recordUses(
    database,
    keyIds.map((keyId) => ({ keyId, at: new Date(0) })),
  );
  const locked = sent.map(({ parameters }) => parameters.find((value) => keyIds.includes(value as KeyId)));
  expect(locked).toEqual(['0', 'Z', 'a', 'b', 'b'].map((character) => character.repeat(16)));
});
