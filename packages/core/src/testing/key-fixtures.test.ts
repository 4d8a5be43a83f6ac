import { describe, expect, expectTypeOf, test } from 'vitest';
import { actingAs, type FakeApiKeys, keyFixtures, withKeyFixtures } from './index.js';

const ada = { kind: 'user', id: 'ada' } as const;
const options = { permissions: ['notes:read'] } as const;
type Keys = FakeApiKeys<'user' | 'team', 'notes:read'>;

describe('keyFixtures', () => {
  const it = test.extend(keyFixtures(options));
  const seen = new Set<Keys>();

  it('has keys, and actingAs for them', async ({ keys, actingAs }) => {
    const { token } = await actingAs({ owner: ada, permissions: ['notes:read'] });
    expect(await keys.verify(token, { scopes: ['notes:read'] })).toMatchObject({ ok: true });
    seen.add(keys);
  });

  it('has other keys for each test', ({ keys }) => {
    expect(seen.has(keys)).toBe(false);
  });

  it('has the types of what is declared', ({ keys, actingAs }) => {
    expectTypeOf(keys).toEqualTypeOf<Keys>();
    // @ts-expect-error: not declared
    void (() => actingAs({ owner: ada, permissions: ['notes:write'] }));
    // @ts-expect-error: not declared
    void (() => actingAs({ owner: { kind: 'robot', id: 'r2' }, permissions: [] }));
  });

  it('closes the keys after the test', async () => {
    let given: Keys | undefined;
    await keyFixtures(options).keys({}, async (keys) => {
      given = keys;
    });
    expect(await isClosed(given)).toBe(true);
  });
});

describe('withKeyFixtures', () => {
  const withKeys = withKeyFixtures(options);

  test('passes keys of its own to each test, before what the runner passes', async () => {
    const seen: unknown[] = [];
    const run = withKeys(async ({ keys, actingAs }, context: { readonly name: string }) => {
      const { token } = await actingAs({ owner: ada, permissions: ['notes:read'] });
      expect(await keys.verify(token)).toMatchObject({ ok: true });
      seen.push(keys, context.name);
    });
    await run({ name: 'first' });
    await run({ name: 'second' });
    expect([seen[1], seen[3]]).toEqual(['first', 'second']);
    expect(seen[0]).not.toBe(seen[2]);
  });

  test('declares no parameter, which some runners would take for a callback', () => {
    expect(withKeys(async (_fixtures, _context: unknown) => undefined)).toHaveLength(0);
  });

  test('rejects as the test does, and closes the keys even then', async () => {
    let given: Keys | undefined;
    const run = withKeys(({ keys }) => {
      given = keys;
      throw new Error('the test failed');
    });
    await expect(run()).rejects.toThrow('the test failed');
    expect(await isClosed(given)).toBe(true);
  });

  test('has the types of what is declared', () => {
    withKeys(({ keys, actingAs }) => {
      expectTypeOf(keys).toEqualTypeOf<Keys>();
      // @ts-expect-error: not declared
      void (() => actingAs({ owner: ada, permissions: ['notes:write'] }));
    });
  });
});

/** Closed keys drop the uses that others would write later. */
async function isClosed(keys: Keys | undefined): Promise<boolean> {
  if (keys === undefined) throw new Error('there were no keys');
  const { token } = await actingAs(keys, { owner: ada, permissions: [] });
  await keys.verify(token);
  return keys.counters().droppedUses === 1;
}
