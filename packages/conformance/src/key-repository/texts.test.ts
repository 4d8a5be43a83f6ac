import { describe } from 'vitest';
import { brokenRepository, entries, record } from '../../test-support/broken-repository.js';
import { itCatchesOneEach } from '../../test-support/it-catches.js';
import { textClauses } from './texts.js';

describe('the clauses on texts', () =>
  itCatchesOneEach(textClauses, brokenRepository, {
    'T09 names, owners, actors, scopes and reasons come back exactly': record(({ name }) => ({
      name: name.trim(),
    })),
    'T09 texts in audit entries come back exactly': entries((found) =>
      found.map((entry) => ({ ...entry, reason: entry.reason?.normalize('NFC') ?? null })),
    ),
    'T09 scopes keep their order, and names such as __proto__': record(({ scopes }) => ({
      scopes: scopes?.toSorted() ?? null,
    })),
    'owners that look alike are different owners': (sound) => ({
      list: (query) =>
        sound.list({ ...query, owner: { ...query.owner, id: query.owner.id.normalize('NFC') } }),
    }),
  }));
