import { text } from 'node:stream/consumers';
import { apiKeyAuth, principalOf } from '@postern/fastify';
import { ada, keys } from '../keys.mjs';

export const { token } = await keys.issue({ owner: ada, actor: ada, name: 'CI Pipeline' });

export async function handler(app) {
  app.register(apiKeyAuth(keys));
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _body, done) => done(null));
  app.all('/', async (request) => ({ owner: principalOf(request).owner.id, body: await text(request.raw) }));
}
