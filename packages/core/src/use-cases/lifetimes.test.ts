import { describe, expect, it, vi } from 'vitest';
import { ada, allowAll, service } from '../../test-support/service.js';
import { type Actor, type ApiKeysConfig, type KeyAction, type KeyPolicy, keyActor } from '../index.js';
import { insecureHasher, type SettableClock } from '../testing/index.js';

const day = 24 * 60 * 60 * 1_000;
const job: Actor = { kind: 'system', id: 'job' };
const end = new Date('9999-12-31T23:59:59.999Z');

type Given = Parameters<typeof service>[0];
type Lifetimes = ApiKeysConfig<'user' | 'team'>['lifetimes'];

/** A service with lifetimes, and instants that are some days from now. */
function withLifetimes(lifetimes: Lifetimes, given: Given = {}) {
  const made = service({ ...given, lifetimes });
  const inDays = (days: number) => new Date(made.clock.now().getTime() + days * day);
  return { ...made, inDays };
}

/** A hasher during which the clock steps. */
function stepping() {
  const inner = insecureHasher();
  const step = { during: () => {} };
  const hash: typeof inner.hash = async (token) => {
    step.during();
    return inner.hash(token);
  };
  return { step, hasher: { ...inner, hash } };
}

/** Only the wall clock steps: no deadline passes. */
function later(clock: SettableClock, ms: number): Date {
  return new Date(clock.now().getTime() + ms);
}

function invalidExpiry(latest: Date) {
  return expect.objectContaining({ name: 'PosternError', code: 'ERR_INVALID_EXPIRY', latest });
}

describe('the expiry of a new key, if none is requested', () => {
  it.each<readonly [string, Lifetimes, number | null]>([
    ['is the default of its kind', { user: { defaultMs: 30 * day, maxMs: 90 * day } }, 30],
    ['is the default if there is no maximum', { user: { defaultMs: 30 * day } }, 30],
    ['is the maximum if there is no default', { user: { maxMs: 90 * day } }, 90],
    ['is none if only another kind has lifetimes', { team: { defaultMs: day, maxMs: day } }, null],
    ['is none if the kind has neither', { user: {} }, null],
    ['is none without lifetimes', undefined, null],
  ])('%s', async (_what, lifetimes, days) => {
    const { issue, keys, inDays } = withLifetimes(lifetimes);
    const expected = days === null ? null : inDays(days);
    expect((await issue()).key.expiresAt).toEqual(expected);
    expect((await keys.offer({ owner: ada, actor: ada, name: 'CI' })).keyExpiresAt).toEqual(expected);
  });
});

describe('a requested expiry', () => {
  it('may be as late as the maximum, and no later', async () => {
    const { issue, inDays } = withLifetimes({ user: { defaultMs: day, maxMs: 90 * day } });
    expect((await issue({ expiresAt: inDays(90) })).key.expiresAt).toEqual(inDays(90));
    const beyond = new Date(inDays(90).getTime() + 1);
    await expect(issue({ expiresAt: beyond })).rejects.toEqual(invalidExpiry(inDays(90)));
  });

  it('of null is refused if there is a maximum, and else means never', async () => {
    const limited = withLifetimes({ user: { maxMs: 90 * day } });
    await expect(limited.issue({ expiresAt: null })).rejects.toEqual(invalidExpiry(limited.inDays(90)));
    const { issue } = withLifetimes({ user: { defaultMs: 30 * day } });
    expect((await issue({ expiresAt: null })).key.expiresAt).toBeNull();
  });

  it.each([[new Date(0)], [new Date(Number.NaN)], ['2099-01-01'], [4e12], [{}], [false]])(
    'of %o is refused, and the error says what is possible',
    async (wrong) => {
      const expiresAt = wrong as Date;
      const { issue, keys, inDays } = withLifetimes({ user: { maxMs: 90 * day } });
      await expect(issue({ expiresAt })).rejects.toEqual(invalidExpiry(inDays(90)));
      await expect(service().issue({ expiresAt })).rejects.toEqual(invalidExpiry(end));
      const { key } = await issue();
      for (const verb of ['rotate', 'offerRotation'] as const)
        await expect(keys[verb](key.id, { actor: ada, expiresAt })).rejects.toEqual(
          invalidExpiry(inDays(90)),
        );
      await expect(keys.get(key.id, { actor: ada })).resolves.toEqual(key);
    },
  );

  it('is judged as before if someone has changed the instant of an earlier error', async () => {
    const { issue, clock } = service();
    const refused = await issue({ expiresAt: new Date(0) }).catch((error) => error);
    refused.latest.setTime(0);
    const expiresAt = later(clock, day);
    expect((await issue({ expiresAt })).key.expiresAt).toEqual(expiresAt);
    await expect(issue({ expiresAt: new Date(0) })).rejects.toEqual(invalidExpiry(end));
  });

  it('is checked before anything is hashed', async () => {
    const hasher = insecureHasher();
    const { issue, keys } = withLifetimes({ user: { maxMs: day } }, { hasher });
    const { key } = await issue();
    const hash = vi.spyOn(hasher, 'hash');
    await issue({ expiresAt: null }).catch(() => undefined);
    await keys.rotate(key.id, { actor: ada, expiresAt: null }).catch(() => undefined);
    expect(hash).not.toHaveBeenCalled();
  });

  it('cannot be changed while the key waits for its hash', async () => {
    const { step, hasher } = stepping();
    const { issue, keys, inDays } = withLifetimes({ user: { maxMs: 90 * day } }, { hasher });
    const expiresAt = inDays(30);
    step.during = () => void expiresAt.setTime(0);
    const { key } = await issue({ expiresAt });
    expect(key.expiresAt).toEqual(inDays(30));
    expect(await keys.get(key.id, { actor: ada })).toEqual(key);
  });
});

describe('S06 if the clock steps back while a key waits for its hash', () => {
  it('S06 a default lifetime starts when the record is created', async () => {
    const { step, hasher } = stepping();
    const { issue, clock } = withLifetimes({ user: { maxMs: 90 * day } }, { hasher });
    step.during = () => clock.set(later(clock, -5 * day));
    const { key } = await issue();
    expect(Number(key.expiresAt) - Number(key.createdAt)).toBe(90 * day);
  });

  it('S06 a key whose requested life would now be too long is not issued', async () => {
    const { step, hasher } = stepping();
    const { issue, keys, clock, inDays } = withLifetimes({ user: { maxMs: 90 * day } }, { hasher });
    step.during = () => clock.set(later(clock, -1));
    const latest = new Date(inDays(90).getTime() - 1);
    await expect(issue({ expiresAt: inDays(90) })).rejects.toEqual(invalidExpiry(latest));
    expect((await keys.list({ owner: ada, actor: ada, state: 'all' })).keys).toEqual([]);
  });

  it('S06 a successor is not created either, and the old key stays as it is', async () => {
    const { step, hasher } = stepping();
    const { issue, keys, clock, inDays } = withLifetimes({ user: { maxMs: 90 * day } }, { hasher });
    const { key } = await issue();
    step.during = () => clock.set(later(clock, -1));
    const request = { actor: ada, expiresAt: inDays(90), graceMs: day };
    await expect(keys.rotate(key.id, request)).rejects.toMatchObject({ code: 'ERR_INVALID_EXPIRY' });
    expect((await keys.list({ owner: ada, actor: ada, state: 'all' })).keys).toEqual([key]);
  });
});

it('S06 a key whose expiry passes while it waits for its hash is not issued', async () => {
  const { step, hasher } = stepping();
  const { issue, keys, clock, inDays } = withLifetimes(undefined, { hasher });
  step.during = () => clock.set(later(clock, day));
  await expect(issue({ expiresAt: inDays(1) })).rejects.toEqual(invalidExpiry(end));
  expect((await keys.list({ owner: ada, actor: ada, state: 'all' })).keys).toEqual([]);
});

describe('a rotation that names no expiry', () => {
  it.each([ada, job])('renews a key for the same length of life, if its actor is %j', async (actor) => {
    const { issue, keys, clock, inDays } = withLifetimes(undefined);
    const { key } = await issue({ expiresAt: inDays(30) });
    clock.advance(29 * day);
    const { key: successor } = await keys.rotate(key.id, { actor });
    expect(successor.expiresAt).toEqual(inDays(30));
    const offered = await keys.offerRotation(successor.id, { actor });
    expect(offered.keyExpiresAt).toEqual(inDays(30));
  });

  it('leaves a key that never expires without an expiry, unless there is a maximum by now', async () => {
    const made = withLifetimes(undefined);
    const { key } = await made.issue();
    const limited = withLifetimes({ user: { maxMs: 90 * day } }, { repository: made.repository });
    const { key: second } = await made.keys.rotate(key.id, { actor: ada });
    expect(second.expiresAt).toBeNull();
    const { key: third } = await limited.keys.rotate(second.id, { actor: ada });
    expect(third.expiresAt).toEqual(limited.inDays(90));
  });

  it('never renews a key for longer than the maximum, which changes no existing key', async () => {
    const made = withLifetimes(undefined);
    const { key } = await made.issue({ expiresAt: made.inDays(365) });
    const limited = withLifetimes({ user: { maxMs: 90 * day } }, { repository: made.repository });
    expect(await limited.keys.get(key.id, { actor: ada })).toEqual(key);
    const { key: successor, previous } = await limited.keys.rotate(key.id, { actor: ada, graceMs: day });
    expect(successor.expiresAt).toEqual(limited.inDays(90));
    expect(previous.expiresAt).toEqual(limited.inDays(1));
  });

  it('never renews a key beyond the year 9999', async () => {
    const { issue, keys, clock } = service();
    const { key } = await issue({ expiresAt: end });
    clock.advance(day);
    expect((await keys.rotate(key.id, { actor: ada })).key.expiresAt).toEqual(end);
  });
});

describe('a rotation that names an expiry', () => {
  it('gives it to the successor, whether it is earlier or later than that of the old key', async () => {
    const { issue, keys, inDays } = withLifetimes({ user: { maxMs: 90 * day } });
    for (const days of [1, 90]) {
      const { key } = await issue({ expiresAt: inDays(30) });
      const { key: successor } = await keys.rotate(key.id, { actor: ada, expiresAt: inDays(days) });
      expect(successor.expiresAt).toEqual(inDays(days));
    }
  });

  it('of null makes a successor that never expires, if there is no maximum', async () => {
    const { issue, keys, inDays } = withLifetimes(undefined);
    const { key } = await issue({ expiresAt: inDays(30) });
    expect((await keys.rotate(key.id, { actor: ada, expiresAt: null })).key.expiresAt).toBeNull();
  });

  it('is fixed by the offer of a rotation', async () => {
    const { issue, keys, clock, inDays } = withLifetimes({ user: { maxMs: 90 * day } });
    const { key } = await issue({ expiresAt: inDays(30) });
    const expiresAt = inDays(60);
    const { id } = await keys.offerRotation(key.id, { actor: ada, expiresAt });
    clock.advance(60_000);
    expect((await keys.claim(id, { actor: ada })).key.expiresAt).toEqual(expiresAt);
  });
});

describe('an offer', () => {
  it('of a rotation ends with the key that it would replace', async () => {
    const { issue, keys, clock } = withLifetimes(undefined);
    const expiresAt = new Date(clock.now().getTime() + 60_000);
    const { key } = await issue({ expiresAt });
    const offer = await keys.offerRotation(key.id, { actor: ada, expiresAt: null });
    expect(offer).toMatchObject({ expiresAt, keyExpiresAt: null });
  });

  it.each(['a new key', 'a rotation'])(
    'M11 of %s is not claimed if the key would by now live for too long, and stays open',
    async (what) => {
      const made = withLifetimes({ user: { maxMs: 90 * day } });
      const { key } = await made.issue();
      const { id } = await (what === 'a rotation'
        ? made.keys.offerRotation(key.id, { actor: ada })
        : made.keys.offer({ owner: ada, actor: ada, name: 'CI' }));
      const { repository } = made;
      const stricter = withLifetimes({ user: { maxMs: 30 * day } }, { repository });
      const refusal = invalidExpiry(stricter.inDays(30));
      await expect(stricter.keys.claim(id, { actor: ada })).rejects.toEqual(refusal);
      expect((await made.keys.list({ owner: ada, actor: ada, state: 'all' })).keys).toEqual([key]);
      expect(await made.keys.claim(id, { actor: ada })).toMatchObject({ key: { id } });
    },
  );

  it('M11 of a key that never expires is not claimed once there is a maximum, and nothing is hashed', async () => {
    const { keys, repository } = withLifetimes(undefined);
    const { id } = await keys.offer({ owner: ada, actor: ada, name: 'CI' });
    const hasher = insecureHasher();
    const hash = vi.spyOn(hasher, 'hash');
    const stricter = withLifetimes({ user: { maxMs: 30 * day } }, { repository, hasher });
    const claim = stricter.keys.claim(id, { actor: ada });
    await expect(claim).rejects.toEqual(invalidExpiry(stricter.inDays(30)));
    expect(hash).not.toHaveBeenCalled();
  });

  it('is over, rather than of a wrong expiry, if its key expires during the claim', async () => {
    const { step, hasher } = stepping();
    const { keys, clock, inDays } = withLifetimes(undefined, { hasher });
    const { id } = await keys.offer({ owner: ada, actor: ada, name: 'CI', expiresAt: inDays(1) });
    step.during = () => clock.set(later(clock, day));
    await expect(keys.claim(id, { actor: ada })).rejects.toMatchObject({ code: 'ERR_OFFER_NOT_OPEN' });
  });
});

describe('M11 a key that rotates itself', () => {
  const refusing = (...actions: KeyAction[]): KeyPolicy => ({
    decide: ({ action }) => (actions.includes(action) ? { ok: false, message: 'not that' } : { ok: true }),
  });
  async function keyAsActor(policy: KeyPolicy, lifetimes?: Lifetimes) {
    const made = withLifetimes(lifetimes, { policy });
    const expiresAt = made.inDays(30);
    const { key, token } = await made.issue({ expiresAt });
    const verified = await made.keys.verify(token);
    if (!verified.ok) throw new Error(verified.reason);
    made.clock.advance(20 * day);
    return { ...made, key, expiresAt, actor: keyActor(verified.principal) };
  }

  it.each(['rotate', 'offerRotation'] as const)('M11 keeps its expiry in %s', async (verb) => {
    const { keys, key, expiresAt, actor } = await keyAsActor(refusing('renew'));
    const made = await keys[verb](key.id, { actor });
    expect('token' in made ? made.key.expiresAt : made.keyExpiresAt).toEqual(expiresAt);
  });

  it.each(['rotate', 'offerRotation'] as const)(
    'M11 may request an earlier expiry in %s, but no later one',
    async (verb) => {
      const { keys, key, expiresAt, actor } = await keyAsActor(refusing('renew'));
      for (const later of [null, new Date(expiresAt.getTime() + 1)])
        await expect(keys[verb](key.id, { actor, expiresAt: later })).rejects.toMatchObject({
          code: 'ERR_FORBIDDEN',
          message: 'not that',
        });
      const made = await keys[verb](key.id, { actor, expiresAt });
      expect('token' in made ? made.key.expiresAt : made.keyExpiresAt).toEqual(expiresAt);
    },
  );

  it('M11 may give itself an end if it has none', async () => {
    const made = withLifetimes(undefined, { policy: refusing('renew') });
    const { key, token } = await made.issue();
    const verified = await made.keys.verify(token);
    const actor = verified.ok ? keyActor(verified.principal) : ada;
    const { key: second } = await made.keys.rotate(key.id, { actor, expiresAt: null });
    const itself = { ...actor, id: second.id } as Actor;
    const { key: third } = await made.keys.rotate(second.id, { actor: itself, expiresAt: made.inDays(30) });
    expect([second.expiresAt, third.expiresAt]).toEqual([null, made.inDays(30)]);
  });

  it('M11 renews itself if the policy allows that', async () => {
    const { keys, key, actor, inDays } = await keyAsActor(allowAll);
    const { key: successor } = await keys.rotate(key.id, { actor });
    expect(successor.expiresAt).toEqual(inDays(30));
    const { keyExpiresAt } = await keys.offerRotation(successor.id, { actor: job, expiresAt: null });
    expect(keyExpiresAt).toBeNull();
  });

  it('M11 keeps its expiry only as far as the maximum allows', async () => {
    const { repository, key, actor } = await keyAsActor(refusing('renew'));
    const strict = withLifetimes({ user: { maxMs: day } }, { repository, policy: refusing('renew') });
    const { key: successor } = await strict.keys.rotate(key.id, { actor });
    expect(successor.expiresAt).toEqual(strict.inDays(1));
  });

  it('S10 is asked about again after the hash', async () => {
    const { step, hasher } = stepping();
    const policy: { decide: KeyPolicy['decide'] } = { ...allowAll };
    const made = withLifetimes(undefined, { policy, hasher });
    const { key, token } = await made.issue({ expiresAt: made.inDays(30) });
    const verified = await made.keys.verify(token);
    const actor = verified.ok ? keyActor(verified.principal) : ada;
    step.during = () => void Object.assign(policy, refusing('renew'));
    const rotation = made.keys.rotate(key.id, { actor, expiresAt: null });
    await expect(rotation).rejects.toMatchObject({ code: 'ERR_FORBIDDEN' });
  });

  it('is the only kind of actor for which the policy is asked whether it may renew', async () => {
    const decide = vi.fn(allowAll.decide);
    const { issue, keys, inDays } = withLifetimes(undefined, { policy: { decide } });
    for (const actor of [ada, job]) {
      const { key } = await issue({ expiresAt: inDays(30) });
      await keys.rotate(key.id, { actor, expiresAt: null });
    }
    expect(decide.mock.calls.map(([{ action }]) => action)).not.toContain('renew');
  });
});
