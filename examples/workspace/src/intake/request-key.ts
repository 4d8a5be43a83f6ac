import { createHash } from 'node:crypto';
import { maskTokens } from '@postern/agent';
import type { Owner } from '@postern/core';
import { HttpError } from '../http/http-error.js';
import { holdsToken } from '../http/text-field.js';
import { tokenPrefixes } from '../keys/workspace-keys.js';

/** Identifies a request over all its attempts. */
export interface RequestKey {
  /** Two senders may choose the same key, so a key identifies requests of one sender only. */
  readonly sender: string;
  readonly key: string;
  /** Of the payload: the same key with another payload is the sender's mistake. */
  readonly fingerprint: string;
}

/** `Idempotency-Key` of draft-ietf-httpapi-idempotency-key-header, or the `webhook-id` of Standard Webhooks. */
const headers = ['Idempotency-Key', 'webhook-id'] as const;

/**
 * Reads the header that all attempts of a request have in common. `undefined`: the request has neither header.
 *
 * @throws {HttpError} 400 if the key is empty, longer than 255 characters or not ASCII; 422 if it contains an API key.
 */
export function readRequestKey(
  request: Request,
  { owner, payload }: { readonly owner: Owner; readonly payload: string },
): RequestKey | undefined {
  const header = headers.find((name) => request.headers.has(name));
  if (header === undefined) return undefined;
  const value = request.headers.get(header) ?? '';
  if (!/^[\x21-\x7E]{1,255}$/.test(value))
    throw new HttpError(400, `${header} must be 1 to 255 ASCII characters without spaces, such as a UUID`);
  if (holdsToken(value)) throw new HttpError(422, `${header} must not contain an API key or a part of one`);
  return {
    sender: `${owner.kind}:${owner.id}`,
    key: `${header}: ${value}`,
    fingerprint: fingerprintPayload(payload),
  };
}

/** Tokens and parts of them are masked first, because no fast digest of one may be stored. */
function fingerprintPayload(payload: string): string {
  return createHash('sha256').update(maskTokens(payload, tokenPrefixes).text).digest('base64url');
}
