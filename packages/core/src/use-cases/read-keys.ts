import type { Actor } from '../model/actor.js';
import type { ApiKey } from '../model/api-key.js';
import { type AuditEntry, auditActions } from '../model/audit-entry.js';
import type { KeyStateFilter } from '../model/key-state.js';
import type { Owner } from '../model/owner.js';
import type { HistoryQuery } from '../ports/key-queries.js';
import { findManagedKey, type KeyRequest, requirePermitted } from './managed-key.js';
import type { ManagementDeps } from './management-deps.js';
import { page, parseCursor } from './page.js';
import {
  invalid,
  parseActor,
  parseFlag,
  parseLimit,
  parseOwner,
  parseState,
  requireFields,
} from './parse-request.js';

/** Whose keys to list, and which of them. */
export interface ListRequest<Kind extends string = string> {
  readonly owner: Owner<Kind>;
  readonly actor: Actor;
  /** `'accepted'`: every key that still works, including rotated ones in their grace period. Default `'all'`. */
  readonly state?: KeyStateFilter | undefined;
  /**
   * Only keys that live longer than `lifetimes` allows: that never expire, or expire more than `maxMs` of their kind
   * after they were created. None, if their kind has no `maxMs`. Default `false`.
   */
  readonly beyondLifetime?: boolean | undefined;
  /** The maximum size of a page, 1 to 100. Default 50. */
  readonly limit?: number | undefined;
  /** The `nextCursor` of the previous page. Default `null`: the first page. */
  readonly cursor?: string | null | undefined;
}

/** Records, newest first. */
export interface KeyPage {
  readonly keys: readonly ApiKey[];
  /** The `cursor` of the next page. `null`: this is the last one. */
  readonly nextCursor: string | null;
}

export async function listKeys(deps: ManagementDeps, request: ListRequest): Promise<KeyPage> {
  requireFields(request, ['owner', 'actor', 'state', 'beyondLifetime', 'limit', 'cursor']);
  const owner = parseOwner(request.owner, deps.kinds);
  const actor = parseActor(request.actor);
  const limit = parseLimit(request.limit);
  const after = parseCursor(request.cursor, 'newest');
  const state = parseState(request.state);
  const beyondLifetime = parseFlag(request.beyondLifetime, 'beyondLifetime');

  await requirePermitted(deps, { actor, action: 'list', owner });
  const maxMs = deps.lifetimes[owner.kind]?.maxMs;
  if (beyondLifetime && maxMs === undefined) return { keys: [], nextCursor: null };
  const found = await deps.repository.list({
    owner,
    state,
    now: deps.clock.now(),
    livesBeyondMs: beyondLifetime ? maxMs : undefined,
    after,
    limit: limit + 1,
  });
  const { items, nextCursor } = page(found, limit, (key) => key.createdAt);
  return { keys: items.map(deps.withLatestUse), nextCursor };
}

export async function getKey(deps: ManagementDeps, keyId: string, request: KeyRequest): Promise<ApiKey> {
  requireFields(request, ['actor', 'owner']);
  const { key } = await findManagedKey(deps, keyId, request);
  return key;
}

/** Whose audit entries to return: those of one key, or of all keys of one owner. */
export type HistoryRequest<Kind extends string = string> = {
  readonly actor: Actor;
  /** The maximum size of a page, 1 to 100. Default 50. */
  readonly limit?: number | undefined;
  /** The `nextCursor` of the previous page. Default `null`: the first page. */
  readonly cursor?: string | null | undefined;
} & (
  | { readonly keyId: string; readonly owner?: Owner<Kind> | undefined }
  | { readonly owner: Owner<Kind>; readonly keyId?: undefined }
);

/** Audit entries, newest first. */
export interface HistoryPage {
  readonly entries: readonly AuditEntry[];
  /** The `cursor` of the next page. `null`: this is the last one. */
  readonly nextCursor: string | null;
}

export async function keyHistory(deps: ManagementDeps, request: HistoryRequest): Promise<HistoryPage> {
  requireFields(request, ['keyId', 'owner', 'actor', 'limit', 'cursor']);
  const limit = parseLimit(request.limit);
  const after = parseCursor(request.cursor, 'newest');
  const of = await permittedSubject(deps, request);
  const found = await deps.repository.history({ of, after, limit: limit + 1 });
  const { items, nextCursor } = page(found, limit, (entry) => entry.at);
  return { entries: items.map(readEntry), nextCursor };
}

/** A repository may return an action of a later release as it is stored, and an old entry without an expiry. */
function readEntry(entry: AuditEntry): AuditEntry {
  const isKnown = auditActions.some((action) => action === entry.action);
  return { ...entry, action: isKnown ? entry.action : 'unknown', expiresAt: entry.expiresAt ?? null };
}

async function permittedSubject(deps: ManagementDeps, request: HistoryRequest): Promise<HistoryQuery['of']> {
  if (request.keyId !== undefined) {
    const { key, actor } = await findManagedKey(deps, request.keyId, request);
    await requirePermitted(deps, { actor, action: 'history', owner: key.owner, key });
    return { keyId: key.id };
  }
  if (request.owner === undefined) throw invalid('history needs a keyId or an owner');
  const owner = parseOwner(request.owner, deps.kinds);
  await requirePermitted(deps, { actor: parseActor(request.actor), action: 'history', owner });
  return { owner };
}
