import { PosternError } from '@postern/core';
import type { Context } from 'hono';
import type { NewKeyForm } from './views/new-key.js';

/**
 * Reads the form of a new key, as it was filled in.
 *
 * @throws {PosternError} `ERR_INVALID_ARGUMENT` where it can't be read at all.
 */
export async function readForm(c: Context): Promise<NewKeyForm> {
  const fields = await c.req.parseBody({ all: true }).catch(() => {
    throw new PosternError('ERR_INVALID_ARGUMENT', 'the form can not be read');
  });
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
  const scopes = [fields.scopes ?? []].flat().filter((scope) => typeof scope === 'string');
  return { name: text('name'), expires: text('expires'), scopes, idempotencyKey: text('idempotency-key') };
}
