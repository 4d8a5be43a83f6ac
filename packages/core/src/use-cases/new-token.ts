import { PosternError } from '../errors.js';
import type { Actor } from '../model/actor.js';
import type { EncodedHash } from '../model/api-key.js';
import type { Owner } from '../model/owner.js';
import type { KeyId } from '../token/key-id.js';
import type { TokenFormat } from '../token/token.js';

export interface NewTokenDeps {
  readonly format: TokenFormat;
  /** Hashes a token when it is the requester's turn in the queue. */
  readonly hash: (token: string, requester: string) => Promise<EncodedHash>;
  readonly generateKeyId: () => KeyId;
  readonly generateSecret: () => string;
}

/** A new token, with its hash. */
export interface NewToken {
  readonly keyId: KeyId;
  /** What the token starts with. */
  readonly prefix: string;
  readonly token: string;
  readonly hash: EncodedHash;
}

/** With 95 random bits, an ID that is taken twice in a row means a broken generator, not bad luck. */
// S09
const attempts = 3;

/** Generates a key ID, and another one if it is taken, in which case `store` resolves to `undefined`. */
export async function withNewKeyId<Stored>(
  { generateKeyId }: Pick<NewTokenDeps, 'generateKeyId'>,
  store: (keyId: KeyId) => Promise<Stored | undefined>,
): Promise<Stored> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const stored = await store(generateKeyId());
    if (stored !== undefined) return stored;
  }
  throw idsTaken();
}

interface TokenRequest {
  readonly owner: Owner;
  readonly actor: Actor;
}

/**
 * Generates a token and stores its key, and starts again if the key ID is taken: then `store` resolves to `undefined`.
 * The hash may have waited for seconds, so `store` must repeat the decisions that were made before it.
 *
 * @throws {PosternError} `ERR_REPOSITORY_UNAVAILABLE` after three attempts.
 */
export function withNewToken<Stored>(
  deps: NewTokenDeps,
  request: TokenRequest,
  store: (newToken: NewToken) => Promise<Stored | undefined>,
): Promise<Stored> {
  return withNewKeyId(deps, async (keyId) => store(await generateToken(deps, { ...request, keyId })));
}

/** Generates the token for a key ID. */
export async function generateToken(
  { format, hash, generateSecret }: NewTokenDeps,
  { owner, actor, keyId }: TokenRequest & { readonly keyId: KeyId },
): Promise<NewToken> {
  const token = format.compose({ kind: owner.kind, keyId, secret: generateSecret() });
  const prefix = format.prefixOf(owner.kind);
  return {
    keyId,
    prefix,
    token,
    hash: await hash(/* T08 new */ token, /* F11 turns */ requesterOf(owner, actor)),
  };
}

/**
 * Identifies on whose behalf a hash waits. A person is one requester, together with all of their keys and whichever
 * owners they create keys for. The service itself counts as a separate requester for each owner.
 */
function requesterOf(owner: Owner, actor: Actor): string {
  const { kind, id } = actor.kind === 'user' ? actor : actor.kind === 'key' ? actor.owner : owner;
  return `${kind} ${id}`;
}

function idsTaken(): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    `the repository rejected ${attempts} new key IDs in a row; check that it returns false only if an ID is taken`,
  );
}
