import type { Actor, KeyPolicy } from '@postern/core';
import { describe, expect, it } from 'vitest';
import { ask, dayMs, root, withAdmins } from '../../test-support/admins.js';
import { send, settings } from '../../test-support/settings.js';

const disable = { method: 'POST', headers: { 'Content-Type': 'application/json' } };
const unusedSince = '2026-01-15T00:00:00Z';
/** A request to every route of admins, in every format. */
const requests: readonly (readonly [path: string, init?: Parameters<typeof ask>[2]])[] = [
  ['/admin/keys'],
  ['/admin/keys?state=all&createdBy=user:ada'],
  ['/admin/keys', { accept: 'text/csv' }],
  ['/admin/keys', { accept: 'application/jsonl' }],
  ['/admin/people/ada/affected-keys'],
  ['/admin/people/nobody/affected-keys'],
  ['/admin/people/ada/affected-keys', { accept: 'text/csv' }],
  ['/admin/disable-unused', { ...disable, body: JSON.stringify({ unusedSince, dryRun: true }) }],
  ['/admin/disable-unused', { ...disable, body: JSON.stringify({ unusedSince }) }],
];

/** Everything that an answer says: its status, its headers and its body. */
async function answersOf(subject: ReturnType<typeof withAdmins>, as: string | null = 'root') {
  return Promise.all(
    requests.map(async ([path, init = {}]) => {
      const answer = await ask(subject, path, { ...init, as });
      return { status: answer.status, headers: [...answer.headers], text: await answer.text() };
    }),
  );
}

/** A service with unused keys of ada and of a team, a year after it began. */
async function withKeys(...given: Parameters<typeof withAdmins>) {
  const subject = withAdmins(...given);
  await subject.issue('user ada', 'team platform by ada');
  subject.clock.advance(365 * dayMs);
  return subject;
}

describe('M04 whoever may not see all keys learns nothing about them', () => {
  it('M04 a policy that denies hides everything: the answers are the same bytes, with keys and without', async () => {
    const denies: KeyPolicy = { decide: () => ({ ok: false, message: 'ask the security team' }) };
    const empty = withAdmins({}, denies);
    empty.clock.advance(365 * dayMs);
    const answers = await answersOf(await withKeys({}, denies));
    expect(answers).toEqual(await answersOf(empty));
    for (const { status, text } of answers) {
      expect(status).toBe(403);
      expect(JSON.parse(text)).toMatchObject({ code: 'forbidden', detail: 'ask the security team' });
    }
  });

  it('M04 an isAdmin that says no hides everything too, even if the policy allows it', async () => {
    const options = { isAdmin: async () => false };
    const allows: KeyPolicy = { decide: () => ({ ok: true }) };
    const empty = withAdmins(options, allows);
    empty.clock.advance(365 * dayMs);
    const subject = await withKeys(options, allows);
    const answers = await answersOf(subject);
    expect(answers).toEqual(await answersOf(empty));
    for (const { status, text } of answers)
      expect([status, JSON.parse(text).code]).toEqual([403, 'forbidden']);
    expect((await subject.keys.listAll({ actor: root, state: 'disabled' })).keys).toEqual([]);
  });

  it('M04 the admin of a team is not an admin of the service', async () => {
    const subject = settings({ isAdmin: ({ id }) => id === 'root' });
    await send(subject, 'POST /teams/platform/keys', { json: { name: 'CI' } });
    expect((await send(subject, 'GET /teams/platform/keys')).status).toBe(200);
    expect(await send(subject, 'GET /admin/keys')).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
  });

  it('M04 no one is signed in: 401, whatever the route', async () => {
    for (const { status, text } of await answersOf(await withKeys(), null))
      expect([status, JSON.parse(text).code]).toEqual([401, 'not_signed_in']);
  });

  it('M02 a key as actor sees and disables nothing that the policy does not allow, even if isAdmin says yes', async () => {
    const key = {
      kind: 'key',
      id: '0000000000000000',
      owner: { kind: 'user', id: 'ada' },
      permissions: [],
    } as unknown as Actor;
    const subject = await withKeys({ authenticate: () => key, isAdmin: () => true });
    for (const { status } of await answersOf(subject)) expect(status).toBe(403);
  });
});

describe('F02 an isAdmin that fails is never an approval', () => {
  it.each([
    [
      'throws',
      () => {
        throw new Error('the directory is down');
      },
    ],
    ['rejects', () => Promise.reject(new Error('the directory is down'))],
    [
      'throws something that is no error',
      () => {
        throw undefined;
      },
    ],
    ['returns nothing', () => undefined],
    ['returns null', () => null],
    ['returns the text true', () => 'true'],
    ['returns 1', () => 1],
    ['returns an object', () => ({ ok: true })],
    ['resolves to a text', async () => 'yes'],
  ])('F02 it %s: 503, and a fault', async (_what, isAdmin) => {
    const subject = await withKeys({ isAdmin: isAdmin as unknown as () => boolean });
    subject.events.length = 0;
    for (const { status, text } of await answersOf(subject))
      expect([status, JSON.parse(text).code]).toEqual([503, 'temporarily_unavailable']);
    expect(subject.events).toHaveLength(requests.length);
    for (const event of subject.events)
      expect(event).toMatchObject({ type: 'fault', code: 'ERR_UNEXPECTED' });
    expect((await subject.keys.listAll({ actor: root, state: 'disabled' })).keys).toEqual([]);
  });

  it.each([true, 'root', { root: true }, null])('is refused when the handler is created: %j', (isAdmin) => {
    expect(() => withAdmins({ isAdmin: isAdmin as never })).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_CONFIG',
        message: 'isAdmin must be a function, such as (actor) => admins.has(actor.id)',
      }),
    );
  });
});

describe('without isAdmin', () => {
  it('no route of admins exists', async () => {
    const subject = await withKeys({ isAdmin: undefined });
    const missing = await ask(subject, '/nothing');
    const expected = [missing.status, await missing.text()];
    for (const { status, text } of await answersOf(subject)) expect([status, text]).toEqual(expected);
  });

  it('owners may have the path /admin, and the title of its routes', async () => {
    const service = { path: '/admin', title: 'All keys' };
    const subject = settings({
      ownerPaths: { service },
      ownersOf: () => [{ kind: 'service', id: 'deploy-bot' }],
    });
    expect((await send(subject, 'GET /admin/keys')).status).toBe(200);
  });
});

it('with isAdmin, no owners may have the path /admin, or the title of its routes', () => {
  const isAdmin = () => true;
  for (const path of ['/admin', '/admin/{id}', '/admin/bots'])
    expect(() => settings({ isAdmin, ownerPaths: { service: { path, title: 'Bots' } } })).toThrow(
      'ownerPaths.service.path must not start with /admin: it is taken',
    );
  expect(() => settings({ isAdmin, ownerPaths: { service: { path: '/bots', title: 'All keys' } } })).toThrow(
    "ownerPaths.service.title must not be 'All keys': it is taken",
  );
  expect(() =>
    settings({ isAdmin, ownerPaths: { service: { path: '/administrators', title: 'Bots' } } }),
  ).not.toThrow();
});
