import { expect, it } from 'vitest';
import { foundInHeap } from '../test-support/heap.js';
import { ada, service } from '../test-support/service.js';

it('P08 no secret is in memory once the requests are done, though key IDs are kept; a planted one is found', async () => {
  const { secrets, ...kept } = await useTokens();
  const planted = secrets.planted.toString('latin1');
  const needles = [secrets.accepted, secrets.revoked, secrets.unknown, Buffer.from(planted)];
  expect(await foundInHeap(needles)).toEqual([false, false, false, true]);
  expect(kept.service.events.map(({ type }) => type)).toContain('refused');
});

/** Uses tokens in every way. Returns their secrets as bytes, and everything that a host may keep. */
async function useTokens() {
  const here = service();
  const [accepted, revoked, planted] = [await here.issue(), await here.issue(), await here.issue()];
  const unknown = await service().issue();
  await here.keys.revoke(revoked.key.id, { actor: ada });
  const presented = [accepted, revoked, unknown].flatMap(({ token }) => [token, `"${token}"`, `${token}\n`]);
  const results = await Promise.all(presented.map((token) => here.keys.verify(token)));
  const secretOf = ({ token }: { readonly token: string }) => Buffer.from(token.slice(21, 64));
  const secrets = {
    accepted: secretOf(accepted),
    revoked: secretOf(revoked),
    unknown: secretOf(unknown),
    planted: secretOf(planted),
  };
  return { service: here, results, secrets };
}
