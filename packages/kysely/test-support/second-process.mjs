// Opens storages for the process that forked this one, and calls their repositories for it.
import { randomBytes } from 'node:crypto';
import { buildAuditEntry } from '@postern/core/testing';
import { postgresStorage } from '@postern/kysely/postgres';
import { sqliteStorage } from '@postern/kysely/sqlite';

const open = { sqlite: sqliteStorage, postgres: postgresStorage };
const storages = [];

/** Stands in for the function of the caller, which cannot be sent to this process. */
const entryOf = (key) => buildAuditEntry(key, { id: randomBytes(8).toString('hex'), action: 'revoked' });

const requests = {
  open: (engine, options) => storages.push(open[engine](options)) - 1,
  close: (index) => storages[index].close(),
  call: (index, method, given) =>
    storages[index].repository[method](...given.map((value) => (value === 'entryOf' ? entryOf : value))),
};

process.on('message', async ({ number, request, given }) => {
  try {
    process.send({ number, result: await requests[request](...given) });
  } catch (error) {
    process.send({ number, failure: String(error) });
  }
});
process.on('disconnect', () => process.exit());
