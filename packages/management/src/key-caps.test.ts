import { memoryKeyRepository } from '@postern/core/testing';
import { describe, expect, it } from 'vitest';
import { ada, send, settings } from '../test-support/settings.js';

interface Issued {
  readonly key: { readonly id: string };
}

const create = (subject: ReturnType<typeof settings>, headers: Record<string, string> = {}) =>
  send(subject, 'POST /user/keys', { json: { name: 'CI Pipeline' }, headers });

const tooMany = {
  status: 409,
  body: {
    type: 'urn:problem-type:postern:too_many_keys',
    title: 'The owner has too many keys',
    code: 'too_many_keys',
    status: 409,
    limit: 2,
  },
};

/** An API in which Ada has as many keys as she may have. */
async function atTheCap() {
  const subject = settings({}, {}, { user: 2 });
  const [first, second] = [await create(subject), await create(subject)];
  return { subject, ids: [first, second].map(({ body }) => (body as Issued).key.id) };
}

describe('an owner with as many keys as the cap allows', () => {
  it('gets 409 with the limit instead of another key, and nothing is created', async () => {
    const { subject } = await atTheCap();
    expect(await create(subject)).toMatchObject(tooMany);
    expect(await create(subject, { 'Idempotency-Key': 'one' })).toMatchObject(tooMany);
    expect((await subject.keys.list({ owner: ada, actor: { kind: 'user', id: 'ada' } })).keys).toHaveLength(
      2,
    );
  });

  it('can rotate a key, and create one after deleting one', async () => {
    const { subject, ids } = await atTheCap();
    const rotated = await send(subject, `POST /user/keys/${ids[0]}/rotate`, { json: { graceSeconds: 60 } });
    expect(rotated.status).toBe(201);
    expect(await create(subject)).toMatchObject(tooMany);
    await send(subject, `DELETE /user/keys/${ids[1]}`);
    expect(await create(subject)).toMatchObject({ status: 201 });
  });

  it('gets 409 if a key is enabled after the cap was lowered, and the key stays disabled', async () => {
    const repository = memoryKeyRepository();
    const before = settings({}, {}, {}, repository);
    for (let count = 0; count < 3; count += 1) await create(before);
    const subject = settings({}, {}, { user: 2 }, repository);
    const { keys } = (await send(subject, 'GET /user/keys')).body as {
      readonly keys: readonly Issued['key'][];
    };
    const path = `/user/keys/${keys[0]?.id}` as const;
    await send(subject, `POST ${path}/disable`, { json: { reason: 'seen in a log' } });
    expect(await send(subject, `POST ${path}/enable`)).toMatchObject(tooMany);
    expect(await send(subject, `GET ${path}`)).toMatchObject({ body: { state: 'disabled' } });
    await send(subject, `DELETE /user/keys/${keys[1]?.id}`);
    expect(await send(subject, `POST ${path}/enable`)).toMatchObject({
      status: 200,
      body: { state: 'live' },
    });
  });

  it('reads nothing about it without permission: another person is refused as if there were room', async () => {
    const { subject } = await atTheCap();
    const asGrace = await send(subject, 'POST /user/keys', { as: 'grace', json: { name: 'CI' } });
    expect(asGrace.status).toBe(201);
    const asEve = await send(subject, 'POST /teams/platform/keys', { as: 'eve', json: { name: 'CI' } });
    expect(asEve.status).toBe(404);
  });
});
