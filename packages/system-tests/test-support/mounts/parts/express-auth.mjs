import { apiKeyAuth, principalOf } from '@postern/express';
import { ada, keys } from '../keys.mjs';

export const { token } = await keys.issue({ owner: ada, actor: ada, name: 'CI Pipeline' });

const auth = apiKeyAuth(keys);

/** Responds with the owner and the body. Express is not needed, because the middleware only calls `next`. */
export function handler(req, res) {
  return auth(req, res, async () => {
    let body = '';
    for await (const chunk of req.setEncoding('utf8')) body += chunk;
    res.writeHead(200, { 'Content-Type': 'application/json' });
    res.end(JSON.stringify({ owner: principalOf(req).owner.id, body }));
  });
}
