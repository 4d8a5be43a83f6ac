// Creates keys on a storage, and calls them for the process that forked this one: see `keys-elsewhere.ts`.
import { createApiKeys, eachOwner } from '@postern/core';
import { insecureHasher } from '@postern/core/testing';
import { openStorage } from './open-storage.mjs';

const storage = await openStorage(JSON.parse(process.argv[2]));
const keys = createApiKeys({
  repository: storage.repository,
  hasher: insecureHasher(),
  owners: eachOwner(() => ({ active: true, permissions: [] })),
  policy: { decide: () => ({ ok: true }) },
});

process.on('message', async ({ number, method, given }) => {
  try {
    const result = await (method === 'migrate' ? storage.migrate() : keys[method](...given));
    // Copying an object leaves the token out, so it is sent by name.
    process.send({ number, result, token: result?.token });
  } catch ({ code, message }) {
    process.send({ number, failure: { code, message } });
  }
});
process.on('disconnect', () => process.exit());
