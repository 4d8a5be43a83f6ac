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

/** A cache before a directory that a test answers for, and what that one was asked. */
function cached(options: Partial<CachedOwnersOptions> = {}) {
  const clock = settableClock();
  const inner = vi.fn<OwnerDirectory['find']>((owners) => owners.map(() => active));
  const { find } = cachedOwners({ find: inner }, { ttlMs, clock, ...options });
  const ask = async (...owners: readonly Owner[]) => Promise.all(await find(owners));
  return { clock, inner, find, ask };
}

describe('within its time', () => {
  it('an answer is given directly, and the directory is not asked', async () => {
    const { clock, inner, find, ask } = cached();
    inner.mockReturnValueOnce([active, undefined]);
    await ask(ada, grace);
    clock.advance(ttlMs - 1);
    expect(find([grace, ada])).toEqual([undefined, active]);
    expect(inner).toHaveBeenCalledOnce();
  });

  it('the directory is asked about those alone who are not known, in one question', async () => {
    const { inner, ask } = cached();
    await ask(grace);
    inner.mockResolvedValueOnce([undefined, inactive]);
    expect(await ask(ada, grace, linus)).toEqual([undefined, active, inactive]);
    expect(inner.mock.lastCall).toEqual([[ada, linus]]);
  });

  it('owners of one ID and two kinds are two', async () => {
    const { inner, ask } = cached();
    await ask(ada);
    inner.mockReturnValueOnce([inactive]);
    expect(await ask({ kind: 'team', id: 'ada' })).toEqual([inactive]);
  });

  it('a deactivation is not seen, so that S07 holds only for the next request after it', async () => {
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

describe('the time of an answer', () => {
  it('begins when the question is asked, not when the answer comes', async () => {
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

  it('may be over when the answer comes: then nothing known goes for it', async () => {
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

  it('is that of the later question, whichever is answered first', async () => {
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
    ['to answer for everybody', () => []],
    ['to answer with an array', () => active as never],
    ['to answer clearly', () => [{ active: 'yes' } as never]],
  ])('F02 %s is not remembered, and is that of those alone who were asked about', async (_how, fail) => {
    const { inner, find, ask } = cached();
    await ask(grace);
    inner.mockImplementationOnce(fail);
    const [ofGrace, ofAda] = await find([grace, ada]);
    expect(ofGrace).toEqual(active);
    await expect(ofAda).rejects.toThrow();
    expect(await ask(ada)).toEqual([active]);
  });

  it('F02 leaves no rejection unhandled where an answer too many fails', async () => {
    const { inner, ask } = cached();
    inner.mockImplementationOnce(() => [Promise.reject(new Error('one')), Promise.reject(new Error('two'))]);
    const unhandled = await unhandledRejectionsDuring(async () => {
      await expect(ask(ada)).rejects.toMatchObject({ code: 'ERR_DIRECTORY_UNAVAILABLE' });
      await turns();
    });
    expect(unhandled).toEqual([]);
  });
});

describe('memory', () => {
  it.each([
    [undefined, 10_000],
    [2, 2],
  ])('where rememberedOwners is %o, is of %d owners', async (rememberedOwners, most) => {
    const { inner, ask } = cached({ rememberedOwners });
    const owners = Array.from({ length: most + 1 }, (_, number) => ({ kind: 'user', id: `${number}` }));
    await ask(...owners);
    await ask(...owners.slice(1));
    expect(inner).toHaveBeenCalledOnce();
    await ask(...owners);
    expect(inner.mock.lastCall).toEqual([owners.slice(0, 1)]);
  });

  it('is not changed by whoever changes what the directory said', async () => {
    const { inner, ask } = cached();
    const said = { active: true, permissions: ['agents:read'] };
    inner.mockReturnValueOnce([said]);
    await ask(ada);
    said.active = false;
    said.permissions.push('agents:write');
    expect(await ask(ada)).toEqual([active]);
  });

  it('is not changed by whoever was answered', async () => {
    const { find, ask } = cached();
    const [first] = await ask(ada);
    const again = (await find([ada])) as unknown[];
    expect(Object.isFrozen(first) && Object.isFrozen(first?.permissions)).toBe(true);
    again.length = 0;
    expect(await ask(ada)).toEqual([active]);
  });
});

describe('a wrong option is refused when the directory is made', () => {
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
  ])('options %j', (options) => {
    expect(() => make(directory, options)).toThrow(invalid);
  });

  it.each([[undefined], [null], [{}], [() => []]])('the directory %o', (inner) => {
    expect(() => make(inner, { ttlMs })).toThrow(invalid);
  });

  it('takes a directory and a time, and nothing else', () => {
    expect(() => cachedOwners(directory, { ttlMs })).not.toThrow();
  });
});
