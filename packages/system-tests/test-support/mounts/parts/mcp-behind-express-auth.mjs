import { keyActor } from '@postern/core';
import { apiKeyAuth, principalOf } from '@postern/express';
import { nodeListener } from '@postern/management';
import { keys } from '../keys.mjs';
import { mcp, token } from '../mcp.mjs';

export { token };

const auth = apiKeyAuth(keys);
const answer = (req, res) =>
  nodeListener((request) => mcp.fetch(request, keyActor(principalOf(req))))(req, res);

export const handler = (req, res) => auth(req, res, () => answer(req, res));
