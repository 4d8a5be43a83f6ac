import { type ApiKeysConfig, createApiKeys, type IssuedKey, type KeyId } from '@postern/core';

const ada = { kind: 'user', id: 'ada' } as const;

/**
 * Makes every part that sees a token or a hash fail with a message that quotes it, and passes tokens as key IDs.
 * Returns the errors.
 */
export async function failInEveryPart(
  config: ApiKeysConfig,
  { token }: IssuedKey,
): Promise<readonly unknown[]> {
  const { repository, hasher } = config;
  const withHasher = createApiKeys({
    ...config,
    hasher: {
      ...hasher,
      hash: async () => Promise.reject(new Error(`can't hash ${token}`)),
      verify: async (presented, hash) => Promise.reject(new Error(`can't compare ${presented} with ${hash}`)),
    },
  });
  const withRepository = createApiKeys({
    ...config,
    repository: {
      ...repository,
      find: () => {
        throw new Error(`no row for ${token}`, { cause: { parameters: [token] } });
      },
      insert: async ({ hash }) => Promise.reject(new Error(`can't insert ${hash} of ${token}`)),
    },
  });
  const request = { owner: ada, actor: ada, name: 'never issued' };
  const working = createApiKeys(config);
  return Promise.all([
    errorOf(withHasher.verify(token)),
    errorOf(withHasher.issue(request)),
    errorOf(withRepository.verify(token)),
    errorOf(withRepository.issue(request)),
    errorOf(working.get(token as KeyId, { actor: ada })),
    errorOf(working.revoke(token as KeyId, { actor: ada })),
  ]);
}

async function errorOf(result: Promise<unknown>): Promise<unknown> {
  try {
    await result;
  } catch (error) {
    return error;
  }
  throw new Error('expected an error');
}
