import { principalOf, withApiKey } from '@postern/fetch';
import { keys, otherStorage } from '../../../lib/keys.js';

const ada = { kind: 'user', id: 'ada' };

export const GET = withApiKey(keys, { scopes: ['agents:read'] })((request) =>
  Response.json(principalOf(request).owner),
);

/** Open to everyone: this is a test. */
export async function POST() {
  await otherStorage.close();
  const { token } = await keys.issue({ owner: ada, actor: ada, name: 'CI Pipeline' });
  return new Response(token);
}
