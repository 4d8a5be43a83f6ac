import { createHash } from 'node:crypto';
import { maskTokens } from '@postern/agent';
import type { Owner } from '@postern/core';
import { HttpError } from '../http/http-error.js';
import { holdsToken } from '../http/text-field.js';
import { ownerKinds } from '../keys/workspace-keys.js';

/** Identifies a request, whichever attempt of it this is. */
export interface RequestKey {
  /** Two senders may choose the same key, so it only counts for one sender. */
  readonly sender: string;
  readonly key: string;
  /** Of the payload: the same key with another payload is a mistake of the sender. */
  readonly fingerprint: string;
}

/** `Idempotency-Key` of draft-ietf-httpapi-idempotency-key-header, or the `webhook-id` of Standard Webhooks. */
const headers = ['Idempotency-Key', 'webhook-id'] as const;

/**
 * Reads the header that every attempt of a request has in common. `undefined`: it has neither of them.
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
    fingerprint: fingerprintPayload(payload),
  };
}

/** Tokens and parts of them are masked first: no fast digest of one may be stored. */
function fingerprintPayload(payload: string): string {
  return createHash('sha256').update(maskTokens(payload, ownerKinds).text).digest('base64url');
}
