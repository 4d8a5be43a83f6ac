import type { Actor } from '../model/actor.js';
import type { KeyOffer } from '../model/key-offer.js';
import { auditEntry } from './audit-entry.js';
import type { ManagementPorts } from './management-ports.js';
import { type NewTokenPorts, withNewKeyId } from './new-token.js';
import { invalid } from './parse-request.js';

/** For how long something is offered. */
export interface OfferTerms {
  /**
   * For how many milliseconds it can be claimed: from one second to 24 hours, and never beyond the expiry of the key.
   * Default: 15 minutes.
   */
  readonly offerTtlMs?: number | undefined;
}

const defaultTtlMs = 15 * 60 * 1_000;
const shortestTtlMs = 1_000;
const longestTtlMs = 24 * 60 * 60 * 1_000;

/** For how long an offer that has ended is kept, so that whoever comes late learns why. */
const keptMs = 24 * 60 * 60 * 1_000;

export interface InsertNewOfferPorts extends ManagementPorts, Pick<NewTokenPorts, 'drawKeyId'> {}

/** An offer that was decided on. */
interface NewOffer {
  readonly offer: Omit<KeyOffer, 'id' | 'offeredAt' | 'expiresAt' | 'claimedAt' | 'withdrawnAt'>;
  readonly actor: Actor;
  readonly ttlMs: number;
}

/** Adds an offer, under an ID that no key has. */
export function insertNewOffer(
  ports: InsertNewOfferPorts,
  { offer: given, actor, ttlMs }: NewOffer,
): Promise<KeyOffer> {
  const { owner, keyExpiresAt } = given;
  return withNewKeyId(ports, async (id) => {
    const at = ports.clock.now();
    const ends = new Date(at.getTime() + ttlMs);
    const expiresAt = keyExpiresAt !== null && keyExpiresAt < ends ? keyExpiresAt : ends;
    const offer: KeyOffer = { ...given, id, offeredAt: at, expiresAt, claimedAt: null, withdrawnAt: null };
    const forgetBefore = new Date(at.getTime() - keptMs);
    const entry = auditEntry(ports, { action: 'offered', key: offer, actor, at, reason: null });
    if (!(await ports.repository.insertOffer({ offer, forgetBefore }, entry))) return undefined;
    ports.events.emit({ type: 'offered', keyId: id, owner });
    return offer;
  });
}

/** Reads for how many milliseconds something is offered. */
export function parseOfferTtl(offerTtlMs: unknown): number {
  if (offerTtlMs === undefined) return defaultTtlMs;
  if (
    Number.isInteger(offerTtlMs) &&
    Number(offerTtlMs) >= shortestTtlMs &&
    Number(offerTtlMs) <= longestTtlMs
  )
    return Number(offerTtlMs);
  throw invalid(
    `offerTtlMs must be a whole number of milliseconds from ${shortestTtlMs} to ${longestTtlMs}, which is a day`,
  );
}
