import { apiKeyAuth, principalOf } from '@postern/hono';
import { Hono } from 'hono';
import { ada, keys } from '../keys.mjs';

export const { token } = await keys.issue({ owner: ada, actor: ada, name: 'CI Pipeline' });

const app = new Hono()
  .use(apiKeyAuth(keys))
  .all('*', async (c) => c.json({ owner: principalOf(c).owner.id, body: await c.req.text() }));

export const handler = app.fetch;
