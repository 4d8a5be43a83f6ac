import { InvalidExpiryError } from '../errors.js';
import type { ApiKey } from './api-key.js';

/** The longest time that a key may live, or that one may look ahead: 100 years of 365.25 days. */
export const maxLifetimeMs: number = 36_525 * 24 * 60 * 60 * 1_000;

/** How long the keys of one kind live. */
export interface Lifetime {
  /**
   * How long a key lives if the request names no expiry, in milliseconds. Default: `maxMs`; without that, the key does
   * not expire.
   */
  readonly defaultMs?: number | undefined;
  /** How long a key can live at most, in milliseconds. Default: there is no limit. */
  readonly maxMs?: number | undefined;
}

/** How long keys live, by kind. A kind that is missing has neither a default nor a limit. */
export type Lifetimes<Kind extends string = string> = { readonly [Name in Kind]?: Lifetime | undefined };

/**
 * Returns when a key that is created at this instant expires. Call it with the very instant that becomes the record's
 * `createdAt`: the clock may step while a key waits for its hash.
 */
export type ExpiryAt = (createdAt: Date) => Date | null;

/**
 * The expiry that a request names: an instant, or `null` for never. `undefined`: the default of the kind. The function
 * throws `InvalidExpiryError` if the key would not live at all, or for too long.
 */
export function requestedExpiry(
  lifetime: Lifetime | undefined,
  expiresAt: unknown,
  field: 'expiresAt' | 'keyExpiresAt' = 'expiresAt',
): ExpiryAt {
  const maxMs = lifetime?.maxMs;
  const defaultMs = lifetime?.defaultMs ?? maxMs;
  if (expiresAt === undefined)
    return (createdAt) => (defaultMs === undefined ? null : after(createdAt, defaultMs));
  if (expiresAt === null && maxMs === undefined) return () => null;
  // A copy, so that no one can change it later.
  const requested = expiresAt instanceof Date ? new Date(expiresAt) : undefined;
  return (createdAt) => {
    // A new one each time: it goes to the caller, who may change it.
    const latest = maxMs === undefined ? new Date(lastInstant) : after(createdAt, maxMs);
    // No comparison with an invalid date is true.
    if (requested !== undefined && requested > createdAt && requested <= latest) return requested;
    throw new InvalidExpiryError(latest, { field, mayBeNull: maxMs === undefined });
  };
}

/** The expiry of a successor with the same length of life as the key, shortened to the present maximum. */
export function renewedExpiry(lifetime: Lifetime | undefined, key: ApiKey): ExpiryAt {
  const { createdAt, expiresAt } = key;
  if (expiresAt === null) return keptExpiry(lifetime, key);
  const lifeMs = expiresAt.getTime() - createdAt.getTime();
  return (now) => noLaterThanMax(lifetime, after(now, lifeMs), now);
}

/** The expiry of a successor that expires when the key would have, or earlier because of the present maximum. */
export function keptExpiry(lifetime: Lifetime | undefined, { expiresAt }: ApiKey): ExpiryAt {
  return (now) => noLaterThanMax(lifetime, expiresAt, now);
}

function noLaterThanMax(
  lifetime: Lifetime | undefined,
  expiresAt: Date | null,
  createdAt: Date,
): Date | null {
  if (lifetime?.maxMs === undefined) return expiresAt;
  const latest = after(createdAt, lifetime.maxMs);
  return expiresAt !== null && expiresAt < latest ? expiresAt : latest;
}

/**
 * Checks whether a key lives for more than this many milliseconds after its creation, or never expires. `undefined`:
 * every key does.
 *
 * @example
 * livesBeyond(key, 30 * 24 * 60 * 60 * 1_000); // true if it expires after more than 30 days, or never
 */
export function livesBeyond(
  { createdAt, expiresAt }: Pick<ApiKey, 'createdAt' | 'expiresAt'>,
  ms: number | undefined,
): boolean {
  return ms === undefined || expiresAt === null || expiresAt.getTime() > createdAt.getTime() + ms;
}

/** The last instant that RFC 3339, and so JSON and databases, can represent. */
const lastInstant = Date.parse('9999-12-31T23:59:59.999Z');

function after(instant: Date, ms: number): Date {
  return new Date(Math.min(instant.getTime() + ms, lastInstant));
}
