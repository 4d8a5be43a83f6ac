import { describe, expect, it, vi } from 'vitest';
import { type Deferred, deferred, never } from '../../test-support/deferred.js';
import { formatOf } from '../../test-support/format-of.js';
import { ada, grace, service } from '../../test-support/service.js';
import { turns } from '../../test-support/turns.js';
import { generateKeyId, generateSecret } from '../runtime/random.js';
import { insecureHasher } from '../testing/index.js';
import type { KeyId } from '../token/key-id.js';

const format = formatOf(['user']);

/** Creates this many tokens of the right form, each with a different secret that was never issued. */
function forged(count: number, keyIdOf: () => KeyId): readonly string[] {
  return Array.from({ length: count }, () =>
    format.compose({ kind: 'user', keyId: keyIdOf(), secret: generateSecret() }),
  );
}

/** A hasher that computes one hash at a time, each of which runs until the test ends it. */
function heldHasher() {
  const inner = insecureHasher();
  const held: Deferred<void>[] = [];
  const verify = vi.fn<typeof inner.verify>(async (token, hash) => {
    const end = deferred();
    held.push(end);
    await end.promise;
    return inner.verify(token, hash);
  });
  const endNext = async () => {
    held.shift()?.resolve();
    await turns();
  };
  return { hasher: { ...inner, concurrency: 1, verify }, endNext };
}

describe('F04 a flood of wrong tokens', () => {
  it('F04 costs no read and no hash if they are malformed', async () => {
    const { keys, repository, hasher, token } = await flooded();
    const malformed = forged(1_000, generateKeyId).map((wrong) => `${wrong.slice(0, -1)}!`);
    for (const wrong of [...malformed, token.slice(1), 'A'.repeat(2 ** 20)]) await keys.verify(wrong);
    expect(repository.find).not.toHaveBeenCalled();
    expect(hasher.verify).not.toHaveBeenCalled();
  });

  it('F04 costs no read and no hash with check keys, though it names a real key', async () => {
    const { keys, repository, hasher, key } = await flooded({ checkKeys: { keys: [new Uint8Array(32)] } });
    for (const wrong of forged(1_000, () => key.id)) await keys.verify(wrong);
    expect(repository.find).not.toHaveBeenCalled();
    expect(hasher.verify).not.toHaveBeenCalled();
  });

  it('F04 costs no hash if it names keys that do not exist', async () => {
    const { keys, repository, hasher } = await flooded();
    await Promise.all(forged(1_000, generateKeyId).map((wrong) => keys.verify(wrong)));
    expect(repository.find).toHaveBeenCalled();
    expect(hasher.verify).not.toHaveBeenCalled();
  });

  it('F04 for one key leaves the first verification of another its turn', async () => {
    const { hasher, endNext } = heldHasher();
    const { keys, key, issue } = await flooded({ hasher });
    const other = await issue({ owner: grace });
    const flood = forged(300, () => key.id).map((wrong) => keys.verify(wrong));
    await turns();
    const first = keys.verify(other.token);
    await turns();
    // One job of the flood is running, and its key gets one more turn.
    for (let ended = 0; ended < 3; ended += 1) await endNext();
    expect(await Promise.race([first, turns(20)])).toMatchObject({ ok: true });
    expect(await flood[299]).toMatchObject({ ok: false, reason: 'overloaded' });
  });

  it('F04 does not affect a key that was proven before, which needs no hash', async () => {
    const hasher = insecureHasher();
    const { keys, token, key } = await flooded({ hasher, limits: { rememberedProofs: 1 } });
    await keys.verify(token);
    for (const wrong of forged(100, () => key.id)) await keys.verify(wrong);
    vi.spyOn(hasher, 'verify').mockReturnValue(never());
    for (const wrong of forged(300, () => key.id)) void keys.verify(wrong);
    await turns();
    expect(await Promise.race([keys.verify(token), turns(20)])).toMatchObject({ ok: true });
  });
});

describe('F11 a flood of new keys', () => {
  it("F11 by one member delays neither another owner's first verification nor another member's new key", async () => {
    const inner = insecureHasher();
    const held: Deferred<void>[] = [];
    const order: string[] = [];
    const hold = async (what: string) => {
      order.push(what);
      const end = deferred();
      held.push(end);
      await end.promise;
    };
    let holds = false;
    const hasher = {
      ...inner,
      concurrency: 1,
      hash: async (token: string) => {
        if (holds) await hold('new key');
        return inner.hash(token);
      },
      verify: async (token: string, hash: Parameters<typeof inner.verify>[1]) => {
        await hold('proof');
        return inner.verify(token, hash);
      },
    };
    const { keys, issue } = service({ hasher });
    const { token } = await issue({ owner: grace });
    holds = true;
    const kinds = [ada, { kind: 'team', id: 'platform' }] as const;
    const flood = Array.from({ length: 100 }, (_, index) => issue({ owner: kinds[index % 2] ?? ada }));
    for (const made of flood) made.catch(() => undefined);
    await turns();
    const [first, made] = [keys.verify(token), issue({ owner: grace, actor: grace })];
    await turns();
    for (let ended = 0; ended < 4; ended += 1) {
      held.shift()?.resolve();
      await turns();
    }
    expect(order.slice(0, 2)).toEqual(['new key', 'proof']);
    expect(await Promise.race([first, turns(20)])).toMatchObject({ ok: true });
    expect(await Promise.race([made, turns(20)])).toMatchObject({ key: { owner: grace } });
  });
});

describe('L04 a flood of leak reports', () => {
  it('L04 of real tokens whose keys have ended delays a first verification by one hash, and a later one not at all', async () => {
    const { hasher, endNext } = heldHasher();
    const { keys, issue } = service({ hasher });
    const [warm, cold] = [await issue({ owner: grace }), await issue({ owner: grace })];
    const proven = keys.verify(warm.token);
    await turns();
    await endNext();
    expect(await proven).toMatchObject({ ok: true });
    const dead = await Promise.all(Array.from({ length: 100 }, () => issue({ owner: ada })));
    await keys.revokeAll({ owner: ada, actor: ada, reason: 'for a test' });

    const flood = dead.map(({ token }) => keys.reportLeak(token, { source: 'anyone' }));
    await turns();
    expect(await Promise.race([keys.verify(warm.token), turns(20)])).toMatchObject({ ok: true });
    const first = keys.verify(cold.token);
    await turns();
    for (let ended = 0; ended < 2; ended += 1) await endNext();
    expect(await Promise.race([first, turns(20)])).toMatchObject({ ok: true });
    for (let ended = 0; ended < 100; ended += 1) await endNext();
    for (const report of flood) expect(await report).toMatchObject({ ok: true, changed: false });
  });
});

/** A service with a key that gets flooded, and counts of the reads and hashes from then on. */
async function flooded(given: Parameters<typeof service>[0] = {}) {
  const made = service(given);
  const { token, key } = await made.issue({ owner: ada });
  vi.spyOn(made.repository, 'find');
  if (!vi.isMockFunction(made.hasher.verify)) vi.spyOn(made.hasher, 'verify');
  return { ...made, token, key };
}
