import { PosternError } from '../errors.js';
import type { EncodedHash } from '../model/api-key.js';
import type { KeyId } from '../model/key-id.js';
import type { TokenFormat } from '../token/token.js';

/** What a token is made with. */
export interface NewTokenPorts {
  readonly format: TokenFormat;
  /** Hashes a token, when the turn of its key comes. */
  readonly hash: (token: string, keyId: KeyId) => Promise<EncodedHash>;
  readonly drawKeyId: () => KeyId;
  readonly drawSecret: () => string;
}

/** A token that was drawn just now, with its hash. */
export interface NewToken {
  readonly keyId: KeyId;
  readonly token: string;
  readonly hash: EncodedHash;
}

/** With 95 random bits an ID that is taken twice in a row means a broken generator, not bad luck. */
const attempts = 3;

/** Draws a key ID, and another one where it turns out to be taken, which `store` says by `undefined`. */
export async function withNewKeyId<Stored>(
  { drawKeyId }: Pick<NewTokenPorts, 'drawKeyId'>,
  store: (keyId: KeyId) => Promise<Stored | undefined>,
): Promise<Stored> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const stored = await store(drawKeyId());
    if (stored !== undefined) return stored;
  }
  throw idsTaken(attempts);
}

/**
 * Draws a token and stores its key; draws again where the key ID turns out to be taken, which `store` says by
 * `undefined`.
 *
 * @throws {PosternError} `ERR_REPOSITORY_UNAVAILABLE` after three of them
 */
export function withNewToken<Stored>(
  ports: NewTokenPorts,
  kind: string,
  store: (drawn: NewToken) => Promise<Stored | undefined>,
): Promise<Stored> {
  return withNewKeyId(ports, async (keyId) => store(await drawToken(ports, { kind, keyId })));
}

/** Draws the token of a key whose ID is there. */
export async function drawToken(
  { format, hash, drawSecret }: NewTokenPorts,
  { kind, keyId }: { readonly kind: string; readonly keyId: KeyId },
): Promise<NewToken> {
  const token = format.compose({ kind, keyId, secret: drawSecret() });
  return { keyId, token, hash: await hash(token, keyId) };
}

/** The fault of a repository that takes no key ID. */
export function idsTaken(count: number): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    `the repository took none of ${count} new key IDs; see that it answers false for a taken ID only`,
  );
}
