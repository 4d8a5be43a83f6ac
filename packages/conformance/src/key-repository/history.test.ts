import { describe } from 'vitest';
import {
  asTeam,
  brokenRepository,
  byLanguage,
  entries,
  withoutTies,
} from '../../test-support/broken-repository.js';
import { itCatchesOneEach } from '../../test-support/it-catches.js';
import { historyClauses } from './history.js';

describe('the clauses on history', () =>
  itCatchesOneEach(historyClauses, brokenRepository, {
    'history gives the entries of one key alone, with every field': entries((found) =>
      found.map((entry) => ({ ...entry, actor: { ...entry.actor, kind: 'user' } })),
    ),
    'history of an owner gives the entries of all its keys, and of no other owner': (sound) => ({
      history: async (query) => [
        ...(await sound.history(query)),
        ...('owner' in query.of
          ? await sound.history({ ...query, of: { owner: asTeam(query.of.owner) } })
          : []),
      ],
    }),
    'history gives the newest first, and of one instant in descending order of ID': entries((found) =>
      found.toSorted((one, other) => other.at.getTime() - one.at.getTime() || byLanguage(one, other)),
    ),
    'history gives every entry once, page by page': (sound) => ({
      history: (query) => sound.history(withoutTies(query)),
    }),
    'history of one key goes on after a place too': (sound) => ({
      history: (query) => sound.history('keyId' in query.of ? { ...query, after: null } : query),
    }),
  }));
