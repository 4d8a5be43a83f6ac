import { describe, expect, it } from 'vitest';
import { ada, service } from '../test-support/service.js';
import { formsThatShow, shownForms } from '../test-support/shown-forms.js';
import { turns } from '../test-support/turns.js';
import type { Hasher, KeyRepository } from './index.js';
import { insecureHasher, memoryKeyRepository } from './testing/index.js';

/** A malformed token with a whole secret in it, as a careless client sends it. */
const careless = (token: string) => [
  `"${token}"`,
  ` ${token}`,
  `${token}\n`,
  `${token},${token}`,
  token.slice(5),
];
const wrongSecret = (token: string, other: string) => other.slice(0, 21) + token.slice(21);

describe('P03 the result of issue', () => {
  it('P03 gives the token to whoever reads it, by name or by destructuring', async () => {
    const issued = await service().issue();
    const { token } = issued;
    expect(token).toMatch(/^user\.[0-9A-Za-z]{65}$/);
    expect(issued.token).toBe(token);
  });

  it('P03 shows it in no other way', async () => {
    const issued = await service().issue();
    expect(formsThatShow(issued.token, shownForms(issued))).toEqual([]);
  });

  it('P03 has it in no property of its own, and can not be changed', async () => {
    const issued = await service().issue();
    expect(Object.keys(issued)).toEqual(['key']);
    expect('token' in { ...issued }).toBe(false);
    expect(Object.isFrozen(issued)).toBe(true);
  });

  it('P03 would be found out: the same search finds a token that stands in an object', async () => {
    const { token } = await service().issue();
    expect(formsThatShow(token, shownForms({ token }))).not.toEqual([]);
    expect(formsThatShow(token, shownForms(new Error(token.slice(30, 42))))).not.toEqual([]);
  });
});

describe('P03 everything else that is handed out', () => {
  it('P03 shows no secret', async () => {
    const { keys, issue, repository, hasher, owners, policy, clock } = service();
    const { token, key } = await issue();
    const verified = await keys.verify(token);
    const listed = await keys.list({ owner: ada, actor: ada });
    const told = await keys.history({ keyId: key.id, actor: ada });
    const stored = await repository.find([key.id]);
    const handedOut = [keys, verified, listed, told, stored, key, repository, hasher, owners, policy, clock];
    expect(formsThatShow(token, handedOut.flatMap(shownForms))).toEqual([]);
  });

  it('P03 shows no hash, outside the repository', async () => {
    const { keys, issue, hasher } = service();
    const issued = await issue();
    const hash = await hasher.hash(issued.token);
    const verified = await keys.verify(issued.token);
    const listed = await keys.list({ owner: ada, actor: ada });
    const shown = [keys, issued, verified, listed].flatMap(shownForms);
    expect(shown.filter((form) => form.includes(hash))).toEqual([]);
  });
});

describe('P02 events', () => {
  it('P02 hold no secret: of accepted, refused and malformed tokens', async () => {
    const { keys, issue, events, clock } = service();
    const { token, key } = await issue();
    const other = await issue();
    await keys.verify(token);
    for (const text of [...careless(token), wrongSecret(token, other.token)]) await keys.verify(text);
    await keys.revoke(key.id, { actor: ada });
    await keys.verify(token);
    clock.advance(10_000);
    await turns();
    expect(events.length).toBeGreaterThanOrEqual(8);
    expect(formsThatShow(token, shownForms(events))).toEqual([]);
  });
});

describe('P07 a part below that quotes what it was given', () => {
  /** An error as a driver or a library makes it: the secret stands everywhere. */
  const quoting = (text: string) =>
    Object.assign(new Error(`bad value: ${text}`, { cause: new Error(text) }), {
      detail: `Failing row contains (${text})`,
      parameters: [text],
      code: 'E_QUOTED',
    });

  const hashers: Record<string, Partial<Hasher>> = {
    'hash rejects': { hash: (token) => Promise.reject(quoting(token)) },
    'hash throws': {
      hash: (token) => {
        throw quoting(token);
      },
    },
    'hash rejects with the token itself': { hash: (token) => Promise.reject(token) },
    'verify rejects': { verify: (token) => Promise.reject(quoting(token)) },
    'verify throws': {
      verify: (token) => {
        throw quoting(token);
      },
    },
    'verify rejects with the token itself': { verify: (token) => Promise.reject(token) },
  };

  it.each(Object.entries(hashers))(
    'P07 a hasher whose %s: no error and no event quotes it',
    async (_how, part) => {
      const tokens: string[] = [];
      const inner = { ...insecureHasher(), ...part };
      const noting =
        <Rest extends readonly unknown[], Value>(call: (token: string, ...rest: Rest) => Value) =>
        (token: string, ...rest: Rest) => {
          tokens.push(token);
          return call(token, ...rest);
        };
      const hasher = { ...inner, hash: noting(inner.hash), verify: noting(inner.verify) };
      const { keys, issue, events } = service({ hasher });
      const error = await issue()
        .then(({ token }) => keys.verify(token))
        .catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: 'ERR_HASHER_UNAVAILABLE' });
      const shown = [error, events].flatMap(shownForms);
      for (const token of tokens) expect(formsThatShow(token, shown)).toEqual([]);
      expect(tokens).not.toEqual([]);
    },
  );

  const failing = ['insert', 'find', 'revoke', 'list', 'history', 'recordUses'] as const;

  it.each(failing)(
    'P07 a repository whose %s quotes rows: no error and no event holds a hash',
    async (method) => {
      const inner = memoryKeyRepository();
      const hashes: string[] = [];
      const insert: KeyRepository['insert'] = (stored, entry) => {
        hashes.push(stored.hash);
        return inner.insert(stored, entry);
      };
      const repository = { ...inner, insert };
      const { keys, issue, events, clock } = service({ repository });
      const { token, key } = await issue();
      await keys.verify(token);
      Object.assign(repository, { [method]: () => Promise.reject(quoting(hashes.join())) });
      const errors = await Promise.all(
        [
          issue(),
          keys.verify(token),
          keys.revoke(key.id, { actor: ada }),
          keys.list({ owner: ada, actor: ada }),
          keys.history({ owner: ada, actor: ada }),
        ].map((call) => (call as Promise<unknown>).catch((caught: unknown) => caught)),
      );
      clock.advance(10_000);
      await turns();
      const faults = events.filter(({ type }) => type === 'fault');
      expect(faults.length).toBeGreaterThan(0);
      const shown = [errors, events].flatMap(shownForms);
      expect(shown.filter((form) => hashes.some((hash) => form.includes(hash)))).toEqual([]);
    },
  );
});
