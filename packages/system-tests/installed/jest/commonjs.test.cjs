const { createApiKeys, eachOwner } = require('@postern/core');
const { insecureHasher, memoryKeyRepository } = require('@postern/core/testing');
const { expect, test } = require('@jest/globals');

test('a token of no one is refused', async () => {
  const keys = createApiKeys({
    repository: memoryKeyRepository(),
    hasher: insecureHasher(),
    owners: eachOwner(() => undefined),
  });
  expect(await keys.verify('user.nothing')).toMatchObject({ ok: false, reason: 'malformed' });
});
