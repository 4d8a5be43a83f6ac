import { expect, it } from 'vitest';
import { ada } from '../../test-support/service.js';
import { createApiKeys } from '../create-api-keys.js';
import { eachOwner } from '../each-owner.js';
import { selfService } from '../policy/self-service.js';
import type { Clock } from '../ports/clock.js';
import type { KeyEvent } from '../ports/events.js';
import { insecureHasher, memoryKeyRepository } from '../testing/index.js';
import { guardedClock, systemClock } from './guards.js';

const parts = {
  repository: memoryKeyRepository(),
  hasher: insecureHasher(),
  owners: eachOwner(async () => ({ active: true, permissions: ['agents:read'] })),
  policy: selfService(),
};
const cause = new TypeError('setTimeout(...).unref is not a function');
const unexpected = {
  code: 'ERR_UNEXPECTED',
  message: 'the clock threw an error; its methods must never throw',
  cause,
};

/** A service whose clock throws in one of its methods, and its events. */
function keysWithout(method: keyof Clock) {
  const events: KeyEvent[] = [];
  const fail = () => {
    throw cause;
  };
  const clock = { ...systemClock, [method]: fail };
  return {
    events,
    keys: createApiKeys({ ...parts, clock, events: { emit: (event) => events.push(event) } }),
  };
}

it.each(['now', 'monotonicMs', 'schedule'] as const)(
  'it is an unexpected fault if %s of the clock throws',
  (method) => {
    const clock = guardedClock({
      ...systemClock,
      [method]: () => {
        throw cause;
      },
    });
    expect(() => clock[method](1, () => undefined)).toThrow(expect.objectContaining(unexpected));
  },
);

it('a timer that cannot be cancelled does not hold up anything', async () => {
  const clock: Clock = {
    ...systemClock,
    schedule(ms, callback) {
      systemClock.schedule(ms, callback);
      return () => {
        throw cause;
      };
    },
  };
  const keys = createApiKeys({ ...parts, clock });
  const { token } = await keys.issue({ owner: ada, actor: ada, name: 'CI Pipeline' });
  expect(await keys.verify(token)).toMatchObject({ ok: true });
});

it('no policy, directory, repository or hasher is blamed for a clock that throws', async () => {
  const { token, key } = await createApiKeys(parts).issue({ owner: ada, actor: ada, name: 'CI Pipeline' });
  const { keys, events } = keysWithout('schedule');
  const calls = [
    () => keys.issue({ owner: ada, actor: ada, name: 'CI Pipeline' }),
    () => keys.verify(token),
    () => keys.revoke(key.id, { actor: ada }),
    () => keys.get(key.id, { actor: ada }),
    () => keys.list({ owner: ada, actor: ada }),
    () => keys.offer({ owner: ada, actor: ada, name: 'CI Pipeline' }),
  ];
  for (const call of calls) await expect(call()).rejects.toMatchObject(unexpected);
  expect(events.map((event) => event.type === 'fault' && event.code)).toEqual(
    calls.map(() => 'ERR_UNEXPECTED'),
  );
});
