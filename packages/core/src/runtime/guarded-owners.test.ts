import { describe, expect, it, vi } from 'vitest';
import { deferred, never } from '../../test-support/deferred.js';
import { ada, grace, service } from '../../test-support/service.js';
import { turns } from '../../test-support/turns.js';
import { unhandledRejectionsDuring } from '../../test-support/unhandled-rejections.js';
import { eachOwner } from '../each-owner.js';
import { PosternError } from '../errors.js';
import type { Owner } from '../model/owner.js';
import type { OwnerDirectory } from '../ports/owner-directory.js';
import { settableClock } from '../testing/index.js';
import { guardedOwners } from './guarded-owners.js';

const clock = settableClock();
const active = { active: true, permissions: ['agents:read'] };
const unavailable = expect.objectContaining({ code: 'ERR_DIRECTORY_UNAVAILABLE' });
const ownersOf = (find: OwnerDirectory['find']) => guardedOwners({ find }, { clock, deadlineMs: 2_000 });
const oneOwnerOf = (find: OwnerDirectory['find']) => async (owner: Owner) =>
  (await ownersOf(find)([owner]))(0);
/** A directory in plain JavaScript, which may answer anything. */
const answering = (answer: unknown) => oneOwnerOf(() => answer as ReturnType<OwnerDirectory['find']>);

describe('guardedOwners', () => {
  it.each([
    ['directly', [active]],
    ['by promise', Promise.resolve([active])],
    ['by a promise for each owner', [Promise.resolve(active)]],
    ['by a promise of promises', Promise.resolve([Promise.resolve(active)])],
  ])('accepts an answer that comes %s', async (_how, answer) => {
    expect(await answering(answer)(ada)).toEqual(active);
  });

  it('returns undefined for an owner that does not exist', async () => {
    expect(await answering([undefined])(ada)).toBeUndefined();
  });

  it('answers synchronously if the directory does, because promises are expensive', () => {
    const statusOf = ownersOf(() => [active])([ada]);
    expect(typeof statusOf === 'function' && statusOf(0)).toEqual(active);
  });

  it('asks about several owners together, in order, and about each only once', async () => {
    const find = vi.fn<OwnerDirectory['find']>((owners) =>
      owners.map(({ id }) => ({ active: true, permissions: [id] })),
    );
    const statusOf = await ownersOf(find)([ada, grace, ada]);
    const answers = await Promise.all([0, 1, 2].map(statusOf));
    expect(answers.map((answer) => answer?.permissions)).toEqual([['ada'], ['grace'], ['ada']]);
    expect(find.mock.calls).toEqual([[[ada, grace]]]);
  });

  it('keeps apart owners with the same ID and different kinds', async () => {
    const find = vi.fn<OwnerDirectory['find']>((owners) => owners.map(() => active));
    await ownersOf(find)([
      { kind: 'user', id: '7' },
      { kind: 'team', id: '7' },
    ]);
    expect(find.mock.calls[0]?.[0]).toHaveLength(2);
  });

  it('asks again the next time', async () => {
    const find = vi.fn<OwnerDirectory['find']>(() => [active]);
    const ask = oneOwnerOf(find);
    await ask(ada);
    await ask(ada);
    expect(find).toHaveBeenCalledTimes(2);
  });

  it('passes on copies of the owners, so that a directory that changes them changes no principal', async () => {
    const owner = { ...ada };
    const find: OwnerDirectory['find'] = (owners) =>
      owners.map((asked) => {
        Object.assign(asked, { id: 'mallory' });
        return active;
      });
    expect(await oneOwnerOf(find)(owner)).toEqual(active);
    expect(owner).toEqual(ada);
  });

  it('copies the permissions, so that a host that changes its list later changes no principal', async () => {
    const permissions = ['agents:read'];
    const status = await answering([{ active: true, permissions }])(ada);
    permissions.push('admin');
    expect(status?.permissions).toEqual(['agents:read']);
  });
});

describe('F02 a directory that fails is a fault', () => {
  it.each<[string, OwnerDirectory['find']]>([
    [
      'throws',
      () => {
        throw new Error('down');
      },
    ],
    ['rejects', () => Promise.reject(new Error('down'))],
    ['rejects with undefined', () => Promise.reject(undefined)],
    ['rejects for the owner', () => [Promise.reject(new Error('down'))]],
    [
      'fails with an error of ours that is not a fault',
      () => Promise.reject(new PosternError('ERR_FORBIDDEN', 'another instance said no')),
    ],
  ])('F02 if it %s', async (_how, find) => {
    await expect(oneOwnerOf(find)(ada)).rejects.toEqual(unavailable);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['true', true],
    ['one status instead of an array', active],
    ['no answer', []],
    ['two answers', [active, active]],
    ['an array of null', [null]],
    ['an array of true', [true]],
    ['an array of a string', ['active']],
    ['an empty object', [{}]],
    ['no permissions', [{ active: true }]],
    ['no field active', [{ permissions: [] }]],
    ['a string as active', [{ active: 'no', permissions: [] }]],
    ['a number as active', [{ active: 1, permissions: [] }]],
    ['a hole for the owner', new Array(1)],
    ['a hole in the permissions', [{ active: true, permissions: new Array(1) }]],
    ['permissions that are a string', [{ active: true, permissions: 'agents:read' }]],
    ['permissions that are not strings', [{ active: true, permissions: [1] }]],
    ['a set of permissions', [{ active: true, permissions: new Set(['agents:read']) }]],
    ['a promise of nonsense', Promise.resolve('yes')],
    ['a promise of null for the owner', [Promise.resolve(null)]],
  ])('F02 if it answers with %s', async (_what, answer) => {
    await expect(answering(answer)(ada)).rejects.toEqual(unavailable);
  });

  it.each<[string, () => ReturnType<OwnerDirectory['find']>]>([
    ['as a whole', () => never()],
    ['for the owner', () => [never()]],
  ])('F02 if it hangs %s, at its deadline', async (_how, find) => {
    const asked = oneOwnerOf(find)(ada);
    const settled = vi.fn();
    asked.then(settled, settled);
    await turns();
    clock.advance(1_999);
    await turns();
    expect(settled).not.toHaveBeenCalled();
    clock.advance(1);
    await expect(asked).rejects.toEqual(unavailable);
  });

  it('F02 if it empties the list of owners and answers none of them', async () => {
    const find: OwnerDirectory['find'] = (owners) => {
      (owners as Owner[]).length = 0;
      return [];
    };
    await expect(oneOwnerOf(find)(ada)).rejects.toEqual(unavailable);
  });

  it('F02 for one owner only, if eachOwner asks', async () => {
    const { find } = eachOwner(({ id }) => {
      if (id === 'ada') throw new Error('down');
      return active;
    });
    const ask = oneOwnerOf(find);
    const answers = await Promise.allSettled([ask(ada), ask(grace)]);
    expect(answers).toEqual([
      { status: 'rejected', reason: unavailable },
      { status: 'fulfilled', value: active },
    ]);
  });

  it("F02 with the directory's own error as the cause", async () => {
    const down = new Error('ldap: connection refused');
    await expect(oneOwnerOf(() => Promise.reject(down))(ada)).rejects.toMatchObject({ cause: down });
  });
});

describe('F07 an answer that nothing waits for can fail without consequences', () => {
  it('F07 in an array of the wrong length', async () => {
    const unhandled = await unhandledRejectionsDuring(async () => {
      const asked = oneOwnerOf(() => [Promise.reject(new Error('one')), Promise.reject(new Error('two'))])(
        ada,
      );
      await expect(asked).rejects.toEqual(unavailable);
    });
    expect(unhandled).toEqual([]);
  });

  it('F07 in an array that comes after its deadline', async () => {
    const late = deferred<Promise<never>[]>();
    const unhandled = await unhandledRejectionsDuring(async () => {
      const asked = oneOwnerOf(() => late.promise)(ada);
      await turns();
      clock.advance(2_000);
      await expect(asked).rejects.toEqual(unavailable);
      late.resolve([Promise.reject(new Error('too late'))]);
    });
    expect(unhandled).toEqual([]);
  });
});

describe('F02 verification', () => {
  it.each([
    ['throws', () => Promise.reject(new Error('down'))],
    ['answers with nonsense', () => ['yes'] as unknown as ReturnType<OwnerDirectory['find']>],
  ])('F02 neither accepts nor refuses a token if the directory %s', async (_how, find) => {
    const working = service();
    const { token } = await working.issue();
    const { keys, events } = service({ repository: working.repository, owners: { find } });
    await expect(keys.verify(token)).rejects.toEqual(unavailable);
    expect(events).toMatchObject([{ type: 'fault', code: 'ERR_DIRECTORY_UNAVAILABLE' }]);
  });
});
