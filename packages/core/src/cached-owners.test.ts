import { describe, expect, it, vi } from 'vitest';
import { deferred } from '../test-support/deferred.js';
import { ada, grace, linus, service } from '../test-support/service.js';
import { turns } from '../test-support/turns.js';
import { unhandledRejectionsDuring } from '../test-support/unhandled-rejections.js';
import { type CachedOwnersOptions, cachedOwners } from './cached-owners.js';
import { eachOwner } from './each-owner.js';
import type { Owner, OwnerStatus } from './model/owner.js';
import type { OwnerDirectory } from './ports/owner-directory.js';
import { settableClock } from './testing/index.js';

const ttlMs = 5_000;
const active: OwnerStatus = { active: true, permissions: ['agents:read'] };
const inactive: OwnerStatus = { active: false, permissions: [] };

/** A cache in front of a directory that the test answers for, and the questions that the directory got. */
function cached(options: Partial<CachedOwnersOptions> = {}) {
  const clock = settableClock();
  const inner = vi.fn<OwnerDirectory['find']>((owners) => owners.map(() => active));
  const { find } = cachedOwners({ find: inner }, { ttlMs, clock, ...options });
  const ask = async (...owners: readonly Owner[]) => Promise.all(await find(owners));
  return { clock, inner, find, ask };
}

describe('within the lifetime of an answer', () => {
  it('it is returned synchronously, and the directory is not asked', async () => {
    const { clock, inner, find, ask } = cached();
    inner.mockReturnValueOnce([active, undefined]);
    await ask(ada, grace);
    clock.advance(ttlMs - 1);
    expect(find([grace, ada])).toEqual([undefined, active]);
    expect(inner).toHaveBeenCalledOnce();
  });

  it('the directory is only asked about owners that are not cached, in one question', async () => {
    const { inner, ask } = cached();
    await ask(grace);
    inner.mockResolvedValueOnce([undefined, inactive]);
    expect(await ask(ada, grace, linus)).toEqual([undefined, active, inactive]);
    expect(inner.mock.lastCall).toEqual([[ada, linus]]);
  });

  it('owners with the same ID and different kinds are kept apart', async () => {
    const { inner, ask } = cached();
    await ask(ada);
    inner.mockReturnValueOnce([inactive]);
    expect(await ask({ kind: 'team', id: 'ada' })).toEqual([inactive]);
  });

  it('a deactivation is not seen, so S07 only applies to the first request after it', async () => {
    const clock = settableClock();
    const host = new Map([['ada', active]]);
    const owners = cachedOwners(
      eachOwner(({ id }) => host.get(id)),
      { ttlMs, clock },
    );
    const { keys, issue } = service({ owners });
    const { token } = await issue();
    host.set('ada', inactive);
    clock.advance(ttlMs - 1);
    expect(await keys.verify(token)).toMatchObject({ ok: true });
    clock.advance(1);
    expect(await keys.verify(token)).toMatchObject({ ok: false, reason: 'owner_inactive' });
  });
});

describe('the lifetime of an answer', () => {
  it('starts when the question is asked, not when the answer arrives', async () => {
    const { clock, inner, ask } = cached();
    const slow = deferred<readonly OwnerStatus[]>();
    inner.mockReturnValueOnce(slow.promise);
    const first = ask(ada);
    clock.advance(ttlMs - 1);
    slow.resolve([active]);
    await first;
    clock.advance(1);
    await ask(ada);
    expect(inner).toHaveBeenCalledTimes(2);
  });

  it('may be over when the answer arrives, which then evicts nothing', async () => {
    const { clock, inner, ask } = cached({ rememberedOwners: 1 });
    const slow = deferred<readonly OwnerStatus[]>();
    inner.mockReturnValueOnce(slow.promise);
    const first = ask(ada);
    clock.advance(ttlMs);
    await ask(grace);
    slow.resolve([active]);
    expect(await first).toEqual([active]);
    await ask(grace);
    expect(inner).toHaveBeenCalledTimes(2);
  });

  it('is that of the later of two questions, whichever is answered first', async () => {
    const { clock, inner, ask } = cached();
    const slow = deferred<readonly OwnerStatus[]>();
    inner.mockReturnValueOnce(slow.promise);
    const first = ask(ada);
    clock.advance(1);
    inner.mockReturnValueOnce([inactive]);
    await ask(ada);
    slow.resolve([active]);
    expect(await first).toEqual([active]);
    expect(await ask(ada)).toEqual([inactive]);
  });

  it('does not change when the wall clock is set', async () => {
    const { clock, inner, ask } = cached();
    await ask(ada);
    clock.set(new Date('2030-01-01T00:00:00Z'));
    await ask(ada);
    expect(inner).toHaveBeenCalledOnce();
  });
});

describe('F02 a failure', () => {
  it.each<[string, OwnerDirectory['find']]>([
    [
      'thrown',
      () => {
        throw new Error('down');
      },
    ],
    ['rejected', () => Promise.reject(new Error('down'))],
    ['of one owner', () => [Promise.reject(new Error('down'))]],
    ['to answer for every owner', () => []],
    ['to answer with an array', () => active as never],
    ['to answer clearly', () => [{ active: 'yes' } as never]],
  ])('F02 %s is not cached, and only affects the owners that were asked about', async (_how, fail) => {
    const { inner, find, ask } = cached();
    await ask(grace);
    inner.mockImplementationOnce(fail);
    const [ofGrace, ofAda] = await find([grace, ada]);
    expect(ofGrace).toEqual(active);
    await expect(ofAda).rejects.toThrow();
    expect(await ask(ada)).toEqual([active]);
  });

  it('F02 leaves no rejection unhandled if there is one answer too many', async () => {
    const { inner, ask } = cached();
    inner.mockImplementationOnce(() => [Promise.reject(new Error('one')), Promise.reject(new Error('two'))]);
    const unhandled = await unhandledRejectionsDuring(async () => {
      await expect(ask(ada)).rejects.toMatchObject({ code: 'ERR_DIRECTORY_UNAVAILABLE' });
      await turns();
    });
    expect(unhandled).toEqual([]);
  });
});

describe('the cache', () => {
  it.each([
    [undefined, 10_000],
    [2, 2],
  ])('with rememberedOwners %o holds %d owners', async (rememberedOwners, max) => {
    const { inner, ask } = cached({ rememberedOwners });
    const owners = Array.from({ length: max + 1 }, (_, number) => ({ kind: 'user', id: `${number}` }));
    await ask(...owners);
    await ask(...owners.slice(1));
    expect(inner).toHaveBeenCalledOnce();
    await ask(...owners);
    expect(inner.mock.lastCall).toEqual([owners.slice(0, 1)]);
  });

  it('does not change if the answer of the directory is changed later', async () => {
    const { inner, ask } = cached();
    const answer = { active: true, permissions: ['agents:read'] };
    inner.mockReturnValueOnce([answer]);
    await ask(ada);
    answer.active = false;
    answer.permissions.push('agents:write');
    expect(await ask(ada)).toEqual([active]);
  });

  it('does not change if a caller changes an answer', async () => {
    const { find, ask } = cached();
    const [first] = await ask(ada);
    const again = (await find([ada])) as unknown[];
    expect(Object.isFrozen(first) && Object.isFrozen(first?.permissions)).toBe(true);
    again.length = 0;
    expect(await ask(ada)).toEqual([active]);
  });
});

describe('cachedOwners refuses when it is called', () => {
  const directory = eachOwner(() => active);
  const make = (inner: unknown, options: unknown) =>
    cachedOwners(inner as OwnerDirectory, options as CachedOwnersOptions);
  const invalid = expect.objectContaining({ code: 'ERR_INVALID_CONFIG' });

  it.each([
    [undefined],
    [null],
    [5_000],
    [{}],
    [{ ttlMs: 0 }],
    [{ ttlMs: 1.5 }],
    [{ ttlMs: '5000' }],
    [{ ttlMs: 2 ** 31 }],
    [{ ttlMs: Number.POSITIVE_INFINITY }],
    [{ ttlMs, rememberedOwners: 0 }],
    [{ ttlMs, rememberedOwners: null }],
    [{ ttlMs, clock: {} }],
    [{ ttlMs, clock: null }],
    [{ ttlMs, ttl: 1 }],
  ])('the options %j', (options) => {
    expect(() => make(directory, options)).toThrow(invalid);
  });

  it.each([[undefined], [null], [{}], [() => []]])('the directory %o', (inner) => {
    expect(() => make(inner, { ttlMs })).toThrow(invalid);
  });

  it('nothing if it gets a directory and a time', () => {
    expect(() => cachedOwners(directory, { ttlMs })).not.toThrow();
  });
});
