import { PosternError } from '../errors.js';
import type { Actor } from '../model/actor.js';
import type { EncodedHash } from '../model/api-key.js';
import type { Owner } from '../model/owner.js';
import type { KeyId } from '../token/key-id.js';
import type { TokenFormat } from '../token/token.js';

/** What a token is made with. */
export interface NewTokenDeps {
  readonly format: TokenFormat;
  /** Hashes a token, when it is its maker's turn. */
  readonly hash: (token: string, maker: string) => Promise<EncodedHash>;
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
// S09
const attempts = 3;

/** Draws a key ID, and another one where it turns out to be taken, which `store` says by `undefined`. */
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
 * Draws a token and stores its key; draws again if the key ID turns out to be taken, which `store` says by `undefined`.
 * The hash may have waited for seconds, so `store` must decide again what was decided before it.
 *
 * @throws {PosternError} `ERR_REPOSITORY_UNAVAILABLE` after three of them
 */
export function withNewToken<Stored>(
  deps: NewTokenDeps,
  request: TokenRequest,
  store: (drawn: NewToken) => Promise<Stored | undefined>,
): Promise<Stored> {
  return withNewKeyId(deps, async (keyId) => store(await drawToken(deps, { ...request, keyId })));
}

/** Draws the token of a key whose ID is there. */
export async function drawToken(
  { format, hash, drawSecret }: NewTokenDeps,
  { owner, actor, keyId }: TokenRequest & { readonly keyId: KeyId },
): Promise<NewToken> {
  const token = format.compose({ kind: owner.kind, keyId, secret: drawSecret() });
  return { keyId, token, hash: await hash(/* T08 new */ token, /* F11 turns */ makerOf(owner, actor)) };
}

/**
 * On whose behalf a hash waits: a person is one maker with all of their keys, for whichever owners. The service itself
 * makes keys for each owner separately.
 */
function makerOf(owner: Owner, actor: Actor): string {
  const maker = actor.kind === 'user' ? actor : actor.kind === 'key' ? actor.owner : owner;
  return `${maker.kind} ${maker.id}`;
}

/** The fault of a repository that takes no key ID. */
function idsTaken(count: number): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    `the repository rejected ${count} new key IDs in a row; check that it returns false only if an ID is taken`,
  );
}
