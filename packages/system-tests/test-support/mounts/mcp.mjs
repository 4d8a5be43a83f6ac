/** An MCP endpoint, and a key that its mounts accept. */
import { keyTools } from '@postern/agent';
import { mcpHandler } from '@postern/agent/mcp';
import { ada, keys, signedIn } from './keys.mjs';

export const { token } = await keys.issue({ owner: ada, actor: ada, name: 'MCP client' });

const tools = keyTools(keys, {
  ownersOf: signedIn.ownersOf,
  offerUrl: ({ id }) => `http://localhost/settings/offers/${id}`,
  deleteUrl: ({ id }) => `http://localhost/settings/user/keys/${id}/delete`,
});

export const mcp = mcpHandler(tools);
