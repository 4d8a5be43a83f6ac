import { buildAuditEntry, buildKey, buildOffer } from '@postern/core/testing';
import { expect, it } from 'vitest';
import { foreignClient, storageIn, temporaryDatabase } from '../../test-support/temporary-database.js';

it.each([
  `scopes = '{"0":"agents:read"}'`,
  `scopes = 'null'`,
  `key_expires_at = 'infinity'`,
  `rotated_key_id = ''`,
  `rotated_key_id = id, grace_ms = null`,
  `offered_at = '-infinity'`,
  `offered_by_kind = 'constructor'`,
  `expires_at = 'infinity'`,
  `withdrawn_at = '294276-12-31 UTC'`,
])('an offer with %s makes getOffer fail with its ID, and no other offer', async (change) => {
  const url = await temporaryDatabase();
  const { repository, migrate } = storageIn(url);
  const host = await foreignClient(url);
  await migrate();
  const [damaged, sound] = [buildOffer(), buildOffer()];
  for (const offer of [damaged, sound])
    await repository.insertOffer({ offer, forgetBefore: new Date(0) }, buildAuditEntry(buildKey(offer)));
  await host.query(`update postern_offer set ${change} where id = $1`, [damaged.id]);
  await expect(repository.getOffer(damaged.id)).rejects.toMatchObject({
    code: 'ERR_RECORD_UNREADABLE',
    message: expect.stringContaining(damaged.id),
  });
  expect(await repository.getOffer(sound.id)).toEqual(sound);
});
