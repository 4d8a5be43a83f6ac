import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it } from 'vitest';
import { ada, grace, service } from '../../test-support/service.js';
import { eachOwner } from '../each-owner.js';
import { insecureHasher, memoryKeyRepository } from '../testing/index.js';

const context = new AsyncLocalStorage<string>();
const inContext = <Value>(name: string, work: () => Value) => context.run(name, work);
const active = { active: true, permissions: [] };

/** A service that records in which context each of its dependencies is called. */
function watched({ concurrency = 3 } = {}) {
  const seen: string[] = [];
  const note = (part: string) => void seen.push(`${part} ${context.getStore() ?? 'in no context'}`);
  const memory = memoryKeyRepository();
  const hasher = insecureHasher();
  const made = service({
    repository: {
      ...memory,
      find(ids) {
        note('find');
        return memory.find(ids);
      },
    },
    hasher: {
      ...hasher,
      concurrency,
      async hash(token) {
        note('hash');
        return hasher.hash(token);
      },
    },
    owners: eachOwner(() => {
      note('owner');
      return active;
    }),
    events: {
      emit: (event) => {
        if (event.type === 'refused') note(event.reason);
        if (event.type === 'fault') note(event.code);
      },
    },
  });
  return { ...made, seen };
}

describe('F17 requests of one turn, each in an AsyncLocalStorage context of its own', () => {
  it('F17 have their records read and their owners asked about in none of these, whichever came first', async () => {
    const { keys, issue, seen } = watched();
    const [one, other] = [await issue({ owner: ada }), await issue({ owner: grace })];
    for (const { token } of [one, other]) await keys.verify(token);
    for (const [first, second] of [
      ['honest', 'attacker'],
      ['attacker', 'honest'],
    ] as const) {
      seen.length = 0;
      const both = [
        inContext(first, () => keys.verify(one.token)),
        inContext(second, () => keys.verify(other.token)),
      ];
      expect(await Promise.all(both)).toMatchObject([{ ok: true }, { ok: true }]);
      expect(seen).toEqual(['find in no context', 'owner in no context', 'owner in no context']);
    }
  });

  it('F17 have their refusals reported in their own', async () => {
    const { keys, issue, seen } = watched();
    const [live, revoked] = [await issue(), await issue()];
    await keys.verify(live.token);
    await keys.revoke(revoked.key.id, { actor: ada });
    for (let round = 0; round < 20; round += 1) {
      seen.length = 0;
      await Promise.all([
        inContext('honest', () => keys.verify(live.token)),
        inContext('attacker', () => keys.verify(revoked.token)),
        inContext('guesser', () => keys.verify('user.x')),
      ]);
      expect(seen.filter((line) => line.includes('revoked'))).toEqual(['revoked attacker']);
      expect(seen.filter((line) => line.includes('malformed'))).toEqual(['malformed guesser']);
    }
  });

  it('F17 have their faults reported in their own', async () => {
    const memory = memoryKeyRepository();
    const faultContexts: unknown[] = [];
    const { keys, issue } = service({
      repository: { ...memory, find: () => Promise.reject(new Error('down')) },
      events: { emit: (event) => void (event.type === 'fault' && faultContexts.push(context.getStore())) },
    });
    const { token } = await issue();
    await Promise.allSettled(['one', 'other'].map((name) => inContext(name, () => keys.verify(token))));
    expect(faultContexts).toEqual(['one', 'other']);
  });

  it('F17 have their uses written in none of these, even by an issue that needs them written', async () => {
    const memory = memoryKeyRepository();
    const seen: unknown[] = [];
    const { keys, issue } = service({
      repository: {
        ...memory,
        recordUses: (uses) => {
          seen.push(context.getStore());
          return memory.recordUses(uses);
        },
      },
    });
    const { token } = await issue();
    await inContext('one', () => keys.verify(token));
    await inContext('other', () => issue({ idempotencyKey: 'x' }));
    expect(seen).toEqual([undefined]);
  });

  it('F17 hash the tokens of new keys in their own, whichever ended before', async () => {
    const { issue, seen } = watched({ concurrency: 1 });
    await Promise.all(['one', 'other', 'third'].map((name) => inContext(name, () => issue())));
    expect(seen.filter((line) => line.startsWith('hash'))).toEqual(['hash one', 'hash other', 'hash third']);
  });
});
