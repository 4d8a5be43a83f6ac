import { randomBytes } from 'node:crypto';
import { type ApiKeyConfigurationOptions, apiKey, defaultKeyHasher } from '@better-auth/api-key';
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import type { Subject } from './subject.js';

/** What `verifyApiKey` returns, as far as it matters here. */
export interface BetterAuthAnswer {
  readonly valid: boolean;
}

/** How better-auth is set up. */
export interface BetterAuthSetup {
  readonly name: string;
  /** As better-auth takes it: a `better-sqlite3` database or a pool of `pg`. */
  readonly database: NonNullable<BetterAuthOptions['database']>;
  readonly keyCount: number;
  readonly settings?: ApiKeyConfigurationOptions;
  /** Runs after the tables were filled. */
  readonly afterwards?: () => unknown;
}

/** By default a key works ten times a day, so nothing could be measured. */
const raisedLimit = { maxRequests: 1_000_000_000 };

/** Creates a subject from better-auth with its api-key plugin. */
export async function betterAuthSubject(setup: BetterAuthSetup): Promise<Subject<BetterAuthAnswer>> {
  const { name, keyCount, afterwards } = setup;
  const auth = await migrated(setup);
  const tokens = await fill(auth, keyCount);
  await afterwards?.();
  return {
    name,
    tokens,
    verify: (key) => auth.api.verifyApiKey({ body: { key } }),
    accepts: ({ valid }) => valid,
  };
}

/** Creates a subject from better-auth that keeps its keys in a `Map` of this process. */
export async function betterAuthInMemory(
  setup: Omit<BetterAuthSetup, 'settings' | 'afterwards'>,
): Promise<Subject<BetterAuthAnswer>> {
  const entries = new Map<string, string>();
  const auth = await migrated({
    ...setup,
    settings: {
      storage: 'secondary-storage',
      deferUpdates: true,
      customStorage: {
        get: (key) => entries.get(key) ?? null,
        set: (key, value) => void entries.set(key, value),
        delete: (key) => void entries.delete(key),
        getAndDelete: () => unused(),
        increment: () => unused(),
      },
    },
  });
  const userId = await createUser(auth);
  const tokens: string[] = [];
  for (let index = 0; index < setup.keyCount; index += 1) {
    // better-auth reads and writes the whole list of a person's keys for each new key.
    for (const name of entries.keys()) if (name.includes('by-ref')) entries.delete(name);
    const { key } = await auth.api.createApiKey({ body: { userId, name: `Key ${index}` } });
    tokens.push(key);
  }
  return {
    name: setup.name,
    tokens,
    verify: (key) => auth.api.verifyApiKey({ body: { key } }),
    accepts: ({ valid }) => valid,
  };
}

/** The api-key plugin calls neither. */
function unused(): never {
  throw new Error('better-auth called a storage method that it is not expected to use');
}

/** better-auth counts each use in the row unless these two columns are null. There is no setting for it. */
export const withoutRateLimit = 'update apikey set "rateLimitTimeWindow" = null, "rateLimitMax" = null';

type Auth = ReturnType<typeof makeAuth>;

function makeAuth({ database, settings }: BetterAuthSetup) {
  return betterAuth({
    database,
    secret: randomBytes(32).toString('base64'),
    baseURL: 'http://localhost',
    telemetry: { enabled: false },
    logger: { disabled: true },
    advanced: { backgroundTasks: { handler: (task) => void task.catch(() => undefined) } },
    plugins: [apiKey({ rateLimit: raisedLimit, ...settings })],
  });
}

async function migrated(setup: BetterAuthSetup): Promise<Auth> {
  const auth = makeAuth(setup);
  const { runMigrations } = await getMigrations(auth.options);
  await runMigrations();
  return auth;
}

async function createUser(auth: Auth): Promise<string> {
  const { adapter } = await auth.$context;
  const at = new Date();
  const ada = { email: 'ada@example.com', name: 'Ada', emailVerified: true, createdAt: at, updatedAt: at };
  const { id } = await adapter.create<typeof ada, { readonly id: string }>({ model: 'user', data: ada });
  return id;
}

/**
 * Creates one key through the API, and inserts the others as copies of its row with a token of their own, which is
 * faster.
 */
async function fill(auth: Auth, count: number): Promise<readonly string[]> {
  const { adapter } = await auth.$context;
  const userId = await createUser(auth);
  const first = await auth.api.createApiKey({ body: { userId, name: 'Key' } });
  const { id: _, ...row } = {
    ...(await adapter.findOne<{ id: string }>({
      model: 'apikey',
      where: [{ field: 'id', value: first.id }],
    })),
  };
  const tokens = Array.from({ length: count }, () => randomBytes(48).toString('base64url'));
  for (let from = 0; from < count; from += 100) {
    const some = tokens.slice(from, from + 100);
    await Promise.all(
      some.map(async (token) =>
        adapter.create({ model: 'apikey', data: { ...row, key: await defaultKeyHasher(token) } }),
      ),
    );
  }
  return tokens;
}
