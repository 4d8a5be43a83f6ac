import { type ActingAs, type ActingKey, actingAs } from './acting-as.js';
import { type FakeApiKeys, type FakeApiKeysOptions, fakeApiKeys } from './fake-api-keys.js';

/** What each test gets: keys of its own, and `actingAs` for them. */
export interface KeyFixtures<Kind extends string = string, Permission extends string = string> {
  readonly keys: FakeApiKeys<Kind, Permission>;
  readonly actingAs: (as: ActingAs<Kind, Permission>) => Promise<ActingKey<Kind>>;
}

/** A fixture as Vitest defines one: it passes its value on, and returns after the test. */
type Fixture<Context, Value> = (context: Context, use: (value: Value) => Promise<void>) => Promise<void>;

/**
 * Creates fixtures for `test.extend` of Vitest: each test that asks for `keys` or `actingAs` gets fake keys of its own.
 *
 * @example
 * const test = it.extend(keyFixtures({ permissions: ['notes:read'] }));
 */
export function keyFixtures<
  const Kind extends string = 'user' | 'team',
  const Permission extends string = string,
>(
  options?: FakeApiKeysOptions<Kind, Permission>,
): {
  readonly keys: Fixture<object, FakeApiKeys<Kind, Permission>>;
  readonly actingAs: Fixture<
    Pick<KeyFixtures<Kind, Permission>, 'keys'>,
    KeyFixtures<Kind, Permission>['actingAs']
  >;
} {
  return {
    // Vitest reads which other fixtures one needs from the source of its first parameter.
    // biome-ignore lint/correctness/noEmptyPattern: this one needs none
    keys: async ({}, use) => useKeys(options, use),
    actingAs: async ({ keys }, use) => use((as) => actingAs(keys, as)),
  };
}

/**
 * Creates a wrapper for the tests of `node:test` and other runners: each gets fake keys of its own and `actingAs` for
 * them, before what the runner passes to it.
 *
 * @example
 * const withKeys = withKeyFixtures({ permissions: ['notes:read'] });
 */
export function withKeyFixtures<
  const Kind extends string = 'user' | 'team',
  const Permission extends string = string,
>(
  options?: FakeApiKeysOptions<Kind, Permission>,
): <Given extends readonly unknown[]>(
  test: (fixtures: KeyFixtures<Kind, Permission>, ...given: Given) => void | Promise<void>,
) => (...given: Given) => Promise<void> {
  // Runners wait for a callback if a function declares the parameter for it. Rest parameters don't count as declared.
  return (test) =>
    (...given) =>
      useKeys(options, async (keys) => test({ keys, actingAs: (as) => actingAs(keys, as) }, ...given));
}

/** Creates keys for one test, and closes them after it. */
async function useKeys<Kind extends string, Permission extends string>(
  options: FakeApiKeysOptions<Kind, Permission> | undefined,
  use: (keys: FakeApiKeys<Kind, Permission>) => Promise<void>,
): Promise<void> {
  const keys = fakeApiKeys(options);
  try {
    await use(keys);
  } finally {
    await keys.close();
  }
}
