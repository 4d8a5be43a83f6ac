import { buildAuditEntry, buildKey, buildOffer } from '@postern/core/testing';
import { expect, it } from 'vitest';
import { foreignConnection, temporaryFile, temporaryStorage } from '../../test-support/temporary-storage.js';

it.each([
  `scopes = 'agents:read'`,
  `scopes = '["agents:read", 1]'`,
  `key_expires_at = 8640000000000001`,
  `rotated_key_id = ''`,
  `rotated_key_id = id, grace_ms = null`,
  `rotated_key_id = id, grace_ms = '-1'`,
  `rotated_key_id = id, grace_ms = '1e3'`,
  `offered_at = 8640000000000001`,
  `offered_by_kind = 'robot'`,
  `expires_at = 9223372036854775807`,
  `claimed_at = 8640000000000001`,
])('an offer with %s makes getOffer fail with its ID, and no other offer', async (change) => {
  const file = temporaryFile();
  const { repository, migrate } = temporaryStorage({ file });
  await migrate();
  const [damaged, sound] = [buildOffer(), buildOffer()];
  for (const offer of [damaged, sound])
    await repository.insertOffer({ offer, forgetBefore: new Date(0) }, buildAuditEntry(buildKey(offer)));
  foreignConnection(file).prepare(`update postern_offer set ${change} where id = ?`).run(damaged.id);
  await expect(repository.getOffer(damaged.id)).rejects.toMatchObject({
    code: 'ERR_RECORD_UNREADABLE',
    message: expect.stringContaining(damaged.id),
  });
  expect(await repository.getOffer(sound.id)).toEqual(sound);
});
