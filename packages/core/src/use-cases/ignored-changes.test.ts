import { expect, it, vi } from 'vitest';
import { ada, service } from '../../test-support/service.js';
import type { KeyRepository } from '../ports/key-repository.js';
import { keyVersion } from '../runtime/digests.js';
import { memoryKeyRepository } from '../testing/index.js';

type Made = ReturnType<typeof service>;
type Verb = (made: Made, id: string) => Promise<unknown>;

const request = { actor: ada, reason: 'left' };
const disable: Verb = ({ keys }, id) => keys.disable(id, request);

/** Every verb that changes one record, and what must be done before it. */
const verbs: readonly {
  readonly method: keyof KeyRepository & string;
  readonly call: Verb;
  readonly before?: Verb;
}[] = [
  { method: 'revoke', call: ({ keys }, id) => keys.revoke(id, request) },
  { method: 'disable', call: disable },
  { method: 'enable', call: ({ keys }, id) => keys.enable(id, { actor: ada }), before: disable },
  { method: 'rename', call: ({ keys }, id) => keys.rename(id, { actor: ada, name: 'Nightly' }) },
  { method: 'rotate', call: ({ keys }, id) => keys.rotate(id, { actor: ada }) },
];

const fault = { code: 'ERR_REPOSITORY_UNAVAILABLE' };

/** A service whose repository ignores one method from now on. */
async function ignoring(method: keyof KeyRepository & string, answer: unknown, before?: Verb) {
  const repository = { ...memoryKeyRepository() };
  const made = service({ repository });
  const { key, token } = await made.issue();
  await before?.(made, key.id);
  const { revoke } = repository;
  const ignored = vi.fn(async () => answer);
  Object.assign(repository, { [method]: ignored });
  return { ...made, made, key, token, revoke, ignored };
}

it.each(verbs)(
  'F14 $method is a fault if the storage ignores it, after a bounded number of attempts',
  async ({ method, call, before }) => {
    const { made, key, events, ignored } = await ignoring(method, false, before);
    const emitted = events.length;
    await expect(call(made, key.id)).rejects.toMatchObject(fault);
    expect(ignored.mock.calls.length).toBeLessThanOrEqual(5);
    expect(events.slice(emitted)).toMatchObject([{ type: 'fault', ...fault }]);
  },
);

it('F14 an ignored revocation of the expected version is a fault too', async () => {
  const { keys, key } = await ignoring('revoke', false);
  const expected = { ...request, expectedVersion: keyVersion(key) };
  await expect(keys.revoke(key.id, expected)).rejects.toMatchObject(fault);
});

it('F14 the fault of an ignored change says what to check for', async () => {
  const { keys, key } = await ignoring('revoke', false);
  const message = expect.stringMatching(
    /row-level security policies, triggers, rules and a read-only replica/,
  );
  await expect(keys.revoke(key.id, request)).rejects.toMatchObject({ message });
});

it('F14 a revocation that is ignored once succeeds at the second attempt', async () => {
  const { keys, key, token, repository, revoke, ignored } = await ignoring('revoke', false);
  ignored.mockImplementationOnce(async () => {
    Object.assign(repository, { revoke });
    return false;
  });
  expect(await keys.revoke(key.id, request)).toEqual({ changed: true });
  expect(await keys.verify(token)).toEqual({ ok: false, reason: 'revoked' });
});

it.each([
  ['revoke', undefined],
  ['revoke', disable],
  ['disable', undefined],
  ['disable', disable],
] as const)(
  'F14 a reported leak is a fault if the storage ignores that it is to %s the key',
  async (response, before) => {
    const { made, token } = await ignoring('revoke', false, before);
    const reportLeak = vi.fn(async () => ({ recorded: false, changed: false }));
    const repository = { ...made.repository, reportLeak };
    const { keys, events } = service({ repository, leaks: { user: { response } } });
    await expect(keys.reportLeak(token, { source: 'GitHub' })).rejects.toMatchObject(fault);
    expect(reportLeak).toHaveBeenCalledTimes(5);
    expect(events).toMatchObject([{ type: 'fault', ...fault }]);
  },
);

it('F14 a reported leak ends a key that was enabled while the report was written', async () => {
  const { repository, key, token, made } = await ignoring('revoke', false);
  const { keys } = service({ repository, leaks: { user: { response: 'disable' } } });
  await keys.reportLeak(token, { source: 'GitHub' });
  const { reportLeak } = repository;
  const enabledAfter: typeof reportLeak = async (...given) => {
    const outcome = await reportLeak(...given);
    Object.assign(repository, { reportLeak });
    await made.keys.enable(key.id, { actor: ada });
    return outcome;
  };
  Object.assign(repository, { reportLeak: enabledAfter });
  expect(await keys.reportLeak(token, { source: 'GitHub' })).toMatchObject({ ok: true, changed: true });
  expect(await keys.verify(token)).toEqual({ ok: false, reason: 'disabled' });
});

it('F14 withdrawOffer is a fault if the storage ignores it', async () => {
  const { keys, ignored } = await ignoring('withdrawOffer', false);
  const offer = await keys.offer({ owner: ada, actor: ada, name: 'CI Pipeline' });
  await expect(keys.withdrawOffer(offer.id, { actor: ada })).rejects.toMatchObject(fault);
  expect(ignored).toHaveBeenCalledTimes(5);
});

it.each([
  ['live', undefined],
  ['disabled', disable],
])(
  'F14 revokeAll is a fault if the repository revokes none and a key is still %s',
  async (_state, before) => {
    const { keys, ignored } = await ignoring('revokeAll', [], before);
    await expect(keys.revokeAll({ owner: ada, ...request })).rejects.toMatchObject(fault);
    expect(ignored).toHaveBeenCalledTimes(5);
  },
);

it('F14 revokeAll ignores keys that were created at the instant or later', async () => {
  const { keys, key } = await ignoring('revokeAll', []);
  const createdBefore = key.createdAt;
  expect(await keys.revokeAll({ owner: ada, ...request, createdBefore })).toEqual({ revoked: 0 });
});

it.each([
  ['revokeAll', (made: Made) => made.keys.revokeAll({ owner: ada, ...request })],
  ['purge', (made: Made) => made.keys.purge({ actor: ada, revokedBefore: new Date() })],
] as const)('F14 %s lets the event loop turn between two steps', async (method, call) => {
  let turns = 0;
  const turn = () => {
    turns += 1;
    immediate = setImmediate(turn);
  };
  let immediate = setImmediate(turn);
  const { made, key, ignored } = await ignoring(method, undefined);
  const seen: number[] = [];
  ignored.mockImplementation(async () => {
    seen.push(turns);
    const isOver = seen.length === 4;
    if (method === 'purge') return isOver ? 0 : 1;
    if (isOver) await made.keys.revoke(key.id, request);
    return isOver ? [] : [key.id];
  });
  await call(made).finally(() => clearImmediate(immediate));
  expect(new Set(seen).size).toBe(4);
});
