import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ada, grace, service } from '../test-support/service.js';
import { formsThatShow, shownForms } from '../test-support/shown-forms.js';
import { turns } from '../test-support/turns.js';
import type { Hasher, KeyRepository } from './ports.js';
import { insecureHasher, memoryKeyRepository } from './testing/index.js';

/** A malformed token with a whole secret in it, as a careless client may send it. */
const careless = (token: string) => [
  `"${token}"`,
  ` ${token}`,
  `${token}\n`,
  `${token},${token}`,
  token.slice(5),
];
const wrongSecret = (token: string, other: string) => other.slice(0, 21) + token.slice(21);

/** Each verb that returns a token, and what may be visible in its result. */
const handingOut = [
  { verb: 'issue', result: () => service().issue(), shown: ['key'] },
  {
    verb: 'rotate',
    async result() {
      const { keys, issue } = service();
      const { key } = await issue();
      return keys.rotate(key.id, { actor: ada, graceMs: 1_000 });
    },
    shown: ['key', 'previous', 'alsoRevoked'],
  },
];

describe.each(handingOut)('P03 the result of $verb', ({ result, shown }) => {
  it('P03 reveals the token when it is read, by name or by destructuring', async () => {
    const issued = await result();
    const { token } = issued;
    expect(token).toMatch(/^user\.[0-9A-Za-z]{65}$/);
    expect(issued.token).toBe(token);
  });

  it('P03 reveals it in no other way', async () => {
    const issued = await result();
    expect(formsThatShow(issued.token, shownForms(issued))).toEqual([]);
    expect(shownForms(issued).some((form) => form.includes(issued.key.id))).toBe(true);
  });

  it('P03 shows everything else when it is inspected', async () => {
    const issued = await result();
    const records = Object.fromEntries(Object.entries(issued));
    expect(Object.keys(records)).toEqual(shown);
    expect(inspect(issued)).toBe(inspect(records));
  });

  it('P03 has it in no property of its own or of a copy, and cannot be changed', async () => {
    const issued = await result();
    expect(Object.keys(issued)).toEqual(shown);
    expect('token' in { ...issued }).toBe(false);
    expect('token' in structuredClone(issued)).toBe(false);
    expect(Object.isFrozen(issued)).toBe(true);
  });

  it('P03 is searched in a way that finds a token in a plain object', async () => {
    const { token } = await service().issue();
    expect(formsThatShow(token, shownForms({ token }))).not.toEqual([]);
    expect(formsThatShow(token, shownForms(new Error(token.slice(30, 42))))).not.toEqual([]);
  });
});

describe('P03 everything else that is returned', () => {
  it('P03 shows no secret', async () => {
    const { keys, issue, repository, hasher, owners, policy, clock } = service();
    const { token, key } = await issue();
    const rotated = await keys.rotate(key.id, { actor: ada, graceMs: 1_000 });
    const verified = await keys.verify(token);
    const listed = await keys.list({ owner: ada, actor: ada });
    const history = await keys.history({ keyId: key.id, actor: ada });
    const stored = await repository.find([key.id]);
    const handedOut = [
      keys,
      verified,
      listed,
      history,
      stored,
      key,
      repository,
      hasher,
      owners,
      policy,
      clock,
    ];
    for (const secret of [token, rotated.token])
      expect(formsThatShow(secret, [rotated, ...handedOut].flatMap(shownForms))).toEqual([]);
  });

  it('P03 shows no hash outside the repository', async () => {
    const { keys, issue, hasher } = service();
    const issued = await issue();
    const rotated = await keys.rotate(issued.key.id, { actor: ada, graceMs: 1_000 });
    const hashes = [await hasher.hash(issued.token), await hasher.hash(rotated.token)];
    const verified = await keys.verify(issued.token);
    const listed = await keys.list({ owner: ada, actor: ada });
    const shown = [keys, issued, rotated, verified, listed].flatMap(shownForms);
    expect(shown.filter((form) => hashes.some((hash) => form.includes(hash)))).toEqual([]);
  });
});

describe('P02 events', () => {
  it('P02 contain no secret of accepted, refused and malformed tokens', async () => {
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

describe('P07 a dependency that quotes its arguments', () => {
  /** An error as a driver or a library may throw it, with the secret everywhere. */
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
    'P07 is not quoted in errors or events if it is a hasher whose %s',
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

  const failing = [
    'insert',
    'find',
    'revoke',
    'revokeAll',
    'disable',
    'rename',
    'rotate',
    'purge',
    'list',
    'history',
    'recordUses',
  ] as const;

  it.each(failing)(
    'P07 puts no hash into errors or events if it is a repository whose %s quotes rows',
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
      const { key: other } = await issue({ owner: grace });
      const { key: third } = await issue({ owner: grace });
      await keys.verify(token);
      Object.assign(repository, { [method]: () => Promise.reject(quoting(hashes.join())) });
      const errors = await Promise.all(
        [
          issue(),
          keys.verify(token),
          keys.revoke(key.id, { actor: ada }),
          keys.revokeAll({ owner: ada, actor: ada, reason: 'leaked' }),
          keys.disable(third.id, { actor: ada, reason: 'leaked' }),
          keys.rename(key.id, { actor: ada, name: 'other' }),
          keys.rotate(other.id, { actor: ada }),
          keys.purge({ actor: ada, revokedBefore: clock.now() }),
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
