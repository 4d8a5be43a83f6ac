import { createApiKeys, eachOwner } from '@postern/core';
import { insecureHasher, settableClock } from '@postern/core/testing';
import { describe, expect, it } from 'vitest';
import { foreignClient, storageIn, temporaryDatabase } from '../../test-support/temporary-database.js';
import { foreignConnection, temporaryFile, temporaryStorage } from '../../test-support/temporary-storage.js';
import type { KeyStorage } from '../storage.js';

const ada = { kind: 'user', id: 'ada' } as const;
const request = { owner: ada, actor: ada, name: 'CI Pipeline' };
const hour = 60 * 60 * 1_000;

interface Database {
  readonly storage: KeyStorage;
  /** For how many more milliseconds the only offer is open, by the clock of the database. */
  readonly openMs: () => Promise<number>;
  /** Makes it expire by that clock. */
  readonly end: () => Promise<unknown>;
  /** Makes its row look like one from an earlier release. */
  readonly forgetEnd: () => Promise<unknown>;
}

const databases: Readonly<Record<string, () => Promise<Database>>> = {
  async PostgreSQL() {
    const url = await temporaryDatabase();
    const host = await foreignClient(url);
    const openMs = 'select extract(epoch from open_until - now()) * 1000 as ms from postern_offer';
    return {
      storage: storageIn(url),
      openMs: async () => Number((await host.query(openMs)).rows[0].ms),
      end: () => host.query("update postern_offer set open_until = now() - interval '1 second'"),
      forgetEnd: () => host.query('update postern_offer set open_until = null'),
    };
  },
  async SQLite() {
    const file = temporaryFile();
    const host = foreignConnection(file);
    const openMs = "select open_until - unixepoch('subsec') * 1000 from postern_offer";
    return {
      storage: temporaryStorage({ file }),
      openMs: async () => Number(host.prepare(openMs).pluck().get()),
      end: async () => host.exec('update postern_offer set open_until = 0'),
      forgetEnd: async () => host.exec('update postern_offer set open_until = null'),
    };
  },
};

/** A service whose clock differs from the database's by this many hours. */
function serviceOff(storage: KeyStorage, hours: number) {
  const clock = settableClock(new Date(Date.now() + hours * hour));
  return createApiKeys({
    repository: storage.repository,
    hasher: insecureHasher(),
    owners: eachOwner(() => ({ active: true, permissions: [] })),
    policy: { decide: () => ({ ok: true }) },
    clock,
  });
}

describe.each(Object.entries(databases))('S12 processes whose clocks are a day apart, on %s', (_, make) => {
  it.each([-25, 25])('S12 a retry with a clock that is %d hours off leaves one live key', async (hours) => {
    const { storage } = await make();
    await storage.migrate();
    const [here, there] = [serviceOff(storage, 0), serviceOff(storage, hours)];
    const lost = await here.issue({ ...request, idempotencyKey: 'x' });
    // Every other request is a chance to forget this one.
    for (let other = 0; other < 12; other += 1)
      await there.issue({ ...request, owner: { kind: 'user', id: 'other' }, idempotencyKey: `y${other}` });
    const again = await here.issue({ ...request, idempotencyKey: 'x' });
    expect(await there.verify(lost.token)).toEqual({ ok: false, reason: 'revoked' });
    const { keys: live } = await here.list({ owner: ada, actor: ada, state: 'live' });
    expect(live).toEqual([again.key]);
  });

  it('S12 an offer that has expired by the clock of the database cannot be claimed', async () => {
    const { storage, end } = await make();
    await storage.migrate();
    const offer = await serviceOff(storage, 0).offer(request);
    await end();
    for (const hours of [0, -25])
      await expect(serviceOff(storage, hours).claim(offer.id, { actor: ada })).rejects.toMatchObject({
        code: 'ERR_OFFER_NOT_OPEN',
      });
    expect((await serviceOff(storage, 0).list({ owner: ada, actor: ada })).keys).toEqual([]);
  });

  it("S12 an offer is open no longer than it says, whatever its maker's clock says", async () => {
    const { storage, openMs } = await make();
    await storage.migrate();
    await serviceOff(storage, 25).offer({ ...request, offerTtlMs: 60_000 });
    expect(await openMs()).toBeLessThanOrEqual(60_000);
    expect(await openMs()).toBeGreaterThan(0);
  });

  it('S12 an offer that an earlier release wrote expires by the clock of the process', async () => {
    const { storage, forgetEnd } = await make();
    await storage.migrate();
    const here = serviceOff(storage, 0);
    const offer = await here.offer(request);
    await forgetEnd();
    expect(await here.claim(offer.id, { actor: ada })).toMatchObject({ key: { id: offer.id } });
  });
});
