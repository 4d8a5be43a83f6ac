import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ada, service } from '../../test-support/service.js';
import { type Actor, isFault, isPosternError, type KeyPolicy, keyActor } from '../index.js';
import { insecureHasher } from '../testing/index.js';

const dayMs = 24 * 60 * 60 * 1_000;
const maxMs = 90 * dayMs;

const step = fc.record({
  verb: fc.constantFrom('issue', 'retry', 'offer', 'rotate', 'rotate', 'offerRotation', 'claim', 'setClock'),
  by: fc.constantFrom('person', 'key', 'system'),
  /** Which key or offer the step is about. */
  which: fc.nat({ max: 20 }),
  /** In days, or never. `undefined`: the request does not say. */
  expiry: fc.constantFrom(undefined, undefined, undefined, null, 1, 30, 89, 90, 91),
  graceDays: fc.constantFrom(0, 0, 1, 45, 366),
  /** How the clock steps: at once, or while a key waits for its hash. */
  clockDays: fc.constantFrom(-40, -1, 0, 0, 0, 1, 20, 40, 100),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** Keys as actors may do everything but renew keys. */
const policy: KeyPolicy = {
  decide: ({ action }) => (action === 'renew' ? { ok: false, message: 'not that' } : { ok: true }),
};

/** Performs steps, and collects the expiry that each key had when it was created, and what replaced what. */
function world() {
  let clockDays = 0;
  const inner = insecureHasher();
  const hash: typeof inner.hash = async (token) => {
    stepClock(clockDays);
    return inner.hash(token);
  };
  const made = service({
    policy,
    hasher: { ...inner, hash },
    lifetimes: { user: { defaultMs: 30 * dayMs, maxMs } },
  });
  const { keys, clock } = made;
  const stepClock = (days: number) => clock.set(inDays(days));
  const inDays = (days: number) => new Date(clock.now().getTime() + days * dayMs);
  const expiries = new Map<string, Date | null>();
  const rotations: { readonly by: Step['by']; readonly from: string; readonly to: string }[] = [];
  const offers: { readonly id: string; readonly by: Step['by']; readonly from?: string }[] = [];

  function actorOf(by: Step['by'], keyId: string | undefined): Actor {
    if (by === 'system') return { kind: 'system', id: 'job' };
    return by === 'key' && keyId !== undefined
      ? keyActor({ keyId: keyId as never, owner: ada, permissions: [] })
      : ada;
  }

  async function perform({ verb, by, which, expiry, graceDays, clockDays: days }: Step): Promise<void> {
    if (verb === 'setClock') return stepClock(days);
    clockDays = days;
    const ids = [...expiries.keys()];
    const from = ids[which % ids.length];
    const actor = actorOf(by, from);
    const expiresAt = expiry === undefined || expiry === null ? expiry : inDays(expiry);
    const request = { owner: ada, actor, name: 'CI', expiresAt };
    const rotation = { actor, expiresAt, graceMs: graceDays * dayMs };
    if (verb === 'issue' || verb === 'retry') {
      const { key } = await keys.issue({ ...request, ...(verb === 'retry' && { idempotencyKey: 'same' }) });
      expiries.set(key.id, key.expiresAt);
    } else if (verb === 'offer') {
      offers.push({ id: (await keys.offer(request)).id, by });
    } else if (verb === 'claim') {
      const offer = offers[which % offers.length];
      if (offer === undefined) return;
      const { key } = await keys.claim(offer.id, { actor: ada });
      expiries.set(key.id, key.expiresAt);
      if (offer.from !== undefined) rotations.push({ by: offer.by, from: offer.from, to: key.id });
    } else if (from !== undefined && verb === 'rotate') {
      const { key } = await keys.rotate(from, rotation);
      expiries.set(key.id, key.expiresAt);
      rotations.push({ by, from, to: key.id });
    } else if (from !== undefined) {
      offers.push({ id: (await keys.offerRotation(from, rotation)).id, by, from });
    }
  }

  const list = () => keys.list({ owner: ada, actor: ada, state: 'all', limit: 100 });
  return { perform, list, expiries, rotations };
}

it('S06 M11 no key outlives the maximum, no grace extends a life, and no key without renew gains time', async () => {
  const done = { created: 0, renewed: 0, byKeys: 0, inGrace: 0 };
  const property = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
    const { perform, list, expiries, rotations } = world();
    for (const one of steps)
      await perform(one).catch((error: unknown) => {
        if (!isPosternError(error) || isFault(error)) throw error;
      });

    for (const { id, createdAt, expiresAt, rotatedAt } of (await list()).keys) {
      const first = expiries.get(id);
      // From its creation on, and if a rotation has brought its end forward.
      for (const ends of [first, expiresAt]) {
        expect(ends).toBeInstanceOf(Date);
        expect(Number(ends) - createdAt.getTime()).toBeLessThanOrEqual(maxMs);
      }
      expect(Number(first)).toBeGreaterThan(createdAt.getTime());
      expect(Number(expiresAt)).toBeLessThanOrEqual(Number(first));
      done.created += 1;
      if (rotatedAt !== null && Number(expiresAt) < Number(first)) done.inGrace += 1;
    }
    for (const { by, from, to } of rotations) {
      const [before, after] = [Number(expiries.get(from)), Number(expiries.get(to))];
      if (by === 'key') {
        expect(after).toBeLessThanOrEqual(before);
        done.byKeys += 1;
      } else if (after > before) done.renewed += 1;
    }
  });
  await fc.assert(property, { numRuns: 500 });
  // Otherwise, the steps would have tested nothing.
  for (const count of Object.values(done)) expect(count).toBeGreaterThan(20);
});
