import { PosternError } from '../errors.js';
import type { Actor } from '../model/actor.js';
import type { EncodedHash } from '../model/api-key.js';
import type { Owner } from '../model/owner.js';
import type { KeyId } from '../token/key-id.js';
import type { TokenFormat } from '../token/token.js';

export interface NewTokenDeps {
  readonly format: TokenFormat;
  /** Hashes a token when it is its maker's turn in the queue. */
  readonly hash: (token: string, maker: string) => Promise<EncodedHash>;
  readonly drawKeyId: () => KeyId;
  readonly drawSecret: () => string;
}

/** A new token, with its hash. */
export interface NewToken {
  readonly keyId: KeyId;
  readonly token: string;
  readonly hash: EncodedHash;
}

/** With 95 random bits, an ID that is taken twice in a row means a broken generator, not bad luck. */
// S09
const attempts = 3;

/** Draws a key ID, and draws again if it is taken, in which case `store` resolves to `undefined`. */
export async function withNewKeyId<Stored>(
  { drawKeyId }: Pick<NewTokenDeps, 'drawKeyId'>,
  store: (keyId: KeyId) => Promise<Stored | undefined>,
): Promise<Stored> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const stored = await store(drawKeyId());
    if (stored !== undefined) return stored;
  }
  throw idsTaken(attempts);
}

interface TokenRequest {
  readonly owner: Owner;
  readonly actor: Actor;
}

/**
 * Draws a token and stores its key; draws again if the key ID is taken, in which case `store` resolves to `undefined`.
 * The hash may have waited for seconds, so `store` must repeat the decisions that were made before it.
 *
 * @throws {PosternError} `ERR_REPOSITORY_UNAVAILABLE` after three attempts.
 */
export function withNewToken<Stored>(
  deps: NewTokenDeps,
  request: TokenRequest,
  store: (drawn: NewToken) => Promise<Stored | undefined>,
): Promise<Stored> {
  return withNewKeyId(deps, async (keyId) => store(await drawToken(deps, { ...request, keyId })));
}

/** Draws the token for a key ID. */
export async function drawToken(
  { format, hash, drawSecret }: NewTokenDeps,
  { owner, actor, keyId }: TokenRequest & { readonly keyId: KeyId },
): Promise<NewToken> {
  const token = format.compose({ kind: owner.kind, keyId, secret: drawSecret() });
  return { keyId, token, hash: await hash(/* T08 new */ token, /* F11 turns */ makerOf(owner, actor)) };
}

/**
 * Identifies on whose behalf a hash waits. A person is one maker, together with all of their keys and whichever owners
 * they create keys for. The service itself counts as a separate maker for each owner.
 */
function makerOf(owner: Owner, actor: Actor): string {
  const maker = actor.kind === 'user' ? actor : actor.kind === 'key' ? actor.owner : owner;
  return `${maker.kind} ${maker.id}`;
}

function idsTaken(count: number): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    `the repository rejected ${count} new key IDs in a row; check that it returns false only if an ID is taken`,
  );
}
