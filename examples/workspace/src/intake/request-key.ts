import { createHash } from 'node:crypto';
import type { Owner } from '@postern/core';
import { HttpError } from '../http/http-error.js';
import { holdsToken } from '../http/text-field.js';

/** What a request is known by, whichever attempt of it. */
export interface RequestKey {
  /** Senders can't know of each other's keys: each has their own. */
  readonly sender: string;
  readonly key: string;
  /** Of the payload: the same key with another payload is a mistake of the sender. */
  readonly fingerprint: string;
}

/** `Idempotency-Key` of draft-ietf-httpapi-idempotency-key-header, or the `webhook-id` of Standard Webhooks. */
const headers = ['Idempotency-Key', 'webhook-id'] as const;

/**
 * Reads what a retry of a request has as well. `undefined`: it has neither header.
 *
 * @throws {HttpError} 400 if the key is empty, longer than 255 characters or not ASCII; 422 if it holds an API key.
 */
export function readRequestKey(
  request: Request,
  { owner, payload }: { readonly owner: Owner; readonly payload: string },
): RequestKey | undefined {
  const header = headers.find((name) => request.headers.has(name));
  if (header === undefined) return undefined;
  const value = request.headers.get(header) ?? '';
  if (!/^[\x21-\x7E]{1,255}$/.test(value))
    throw new HttpError(400, `${header} must have 1 to 255 ASCII characters and no space, such as a UUID`);
  if (holdsToken(value)) throw new HttpError(422, `${header} must not hold an API key, or a part of one`);
  return {
    sender: `${owner.kind}:${owner.id}`,
    key: `${header}: ${value}`,
    fingerprint: fingerprintOf(payload),
  };
}

/** Whatever is as long as the secret of a token is left out: a fast digest of one must not be kept. */
function fingerprintOf(payload: string): string {
  return createHash('sha256')
    .update(payload.replaceAll(/[0-9A-Za-z]{43,}/g, ''))
    .digest('base64url');
}
