import { PosternError } from '../errors.js';
import type { Actor, ActorReference } from '../model/actor.js';
import { type KeyFilter, passesFilter } from '../model/key-filter.js';
import { keyOrder } from '../model/key-order.js';
import { type KeyStateFilter, keyStates } from '../model/key-state.js';
import { maxLifetimeMs } from '../model/lifetime.js';
import type { Position } from '../ports/key-queries.js';
import { requirePermitted } from './managed-key.js';
import type { ManagementDeps } from './management-deps.js';
import { cursorOf, parseCursor } from './page.js';
import {
  invalid,
  parseActor,
  parseActorReference,
  parseFlag,
  parseInstant,
  parseKinds,
  parseLimit,
  parseState,
  requireFields,
} from './parse-request.js';
import type { KeyPage } from './read-keys.js';
import { readPage } from './read-page.js';

/** Which of all keys to list: those that meet every condition. */
export interface ListAllRequest<Kind extends string = string> {
  readonly actor: Actor;
  /** Only keys of owners of these kinds. Default: all, even of a kind that is no longer declared. */
  readonly kinds?: readonly Kind[] | undefined;
  /** Only keys that this actor issued, claimed or rotated. Only they saw the token. Default: all. */
  readonly createdBy?: ActorReference | undefined;
  /** `'accepted'`: every key that still works, including rotated ones in their grace period. Default `'all'`. */
  readonly state?: KeyStateFilter | undefined;
  /** Only keys without an `expiresAt`. Not together with `expiresBefore`. Default `false`. */
  readonly neverExpires?: boolean | undefined;
  /** Only keys that expire before this instant. The list then starts with those that expire first. Default: all. */
  readonly expiresBefore?: Date | undefined;
  /**
   * Only keys that were created before this instant, and not used at it or later. Uses that other processes have not
   * written yet are not known: see `lastUsedAt`. Default: all.
   */
  readonly unusedSince?: Date | undefined;
  /**
   * Only keys that live longer than `lifetimes` allows: that never expire, or expire more than `maxMs` of their kind
   * after they were created. None, of a kind without `maxMs`. Default `false`.
   */
  readonly beyondLifetime?: boolean | undefined;
  /** The maximum size of a page, 1 to 100. Default 50. */
  readonly limit?: number | undefined;
  /** The `nextCursor` of the previous page. Default `null`: the first page. */
  readonly cursor?: string | null | undefined;
}

const listAllFields: readonly (keyof ListAllRequest)[] = [
  'actor',
  'kinds',
  'createdBy',
  'state',
  'neverExpires',
  'expiresBefore',
  'unusedSince',
  'beyondLifetime',
  'limit',
  'cursor',
];

export async function listAllKeys(deps: ManagementDeps, request: ListAllRequest): Promise<KeyPage> {
  requireFields(request, listAllFields);
  const actor = parseActor(request.actor);
  const { beyondLifetime, ...filter } = parseFilter(deps, request);
  const limit = parseLimit(request.limit);
  const after = parseCursor(request.cursor, filter.expiresBefore === undefined ? 'newest' : 'soonest');

  await requireListAll(deps, actor);
  const livesBeyondMs = beyondLifetime ? limitsOf(deps, filter.kinds) : undefined;
  if (livesBeyondMs !== undefined && Object.keys(livesBeyondMs).length === 0) return emptyPage;
  return pageOfAll(deps, { ...filter, now: deps.clock.now(), livesBeyondMs }, { after, limit });
}

type Condition = Omit<KeyFilter, 'now' | 'livesBeyondMs'> & { readonly beyondLifetime: boolean };

function parseFilter({ kinds }: ManagementDeps, request: ListAllRequest): Condition {
  const { createdBy, expiresBefore, unusedSince } = request;
  const neverExpires = parseFlag(request.neverExpires, 'neverExpires');
  if (neverExpires && expiresBefore !== undefined)
    throw invalid('no key never expires and expires before an instant; pass neverExpires or expiresBefore');
  return {
    kinds: request.kinds === undefined ? undefined : parseKinds(request.kinds, kinds),
    createdBy: createdBy === undefined ? undefined : parseActorReference(createdBy, 'createdBy'),
    state: parseState(request.state),
    neverExpires,
    expiresBefore: expiresBefore === undefined ? undefined : parseInstant(expiresBefore, 'expiresBefore'),
    unusedSince: unusedSince === undefined ? undefined : parseInstant(unusedSince, 'unusedSince'),
    beyondLifetime: parseFlag(request.beyondLifetime, 'beyondLifetime'),
  };
}

/** The longest life that each of these kinds allows, if it has a limit. */
function limitsOf(
  { lifetimes, kinds: declared }: ManagementDeps,
  kinds: readonly string[] = declared,
): Readonly<Record<string, number>> {
  const limited = kinds.flatMap((kind) => {
    const maxMs = lifetimes[kind]?.maxMs;
    return maxMs === undefined ? [] : [[kind, maxMs] as const];
  });
  return Object.fromEntries(limited);
}

const emptyPage: KeyPage = { keys: [], nextCursor: null };

/** Which keys will expire soon. */
export interface ExpiringRequest {
  readonly actor: Actor;
  /** Only keys that expire within this many milliseconds: a whole number, at least 1, at most 100 years. */
  readonly withinMs: number;
  /** The maximum size of a page, 1 to 100. Default 50. */
  readonly limit?: number | undefined;
  /** The `nextCursor` of the previous page. Default `null`: the first page. */
  readonly cursor?: string | null | undefined;
}

export async function expiringKeys(deps: ManagementDeps, request: ExpiringRequest): Promise<KeyPage> {
  requireFields(request, ['actor', 'withinMs', 'limit', 'cursor']);
  const actor = parseActor(request.actor);
  const { withinMs } = request;
  if (!Number.isInteger(withinMs) || withinMs < 1 || withinMs > maxLifetimeMs)
    throw invalid(`withinMs must be a whole number of milliseconds from 1 to ${maxLifetimeMs} (100 years)`);
  const limit = parseLimit(request.limit);
  const after = parseCursor(request.cursor, 'soonest');

  await requireListAll(deps, actor);
  const now = deps.clock.now();
  const expiresBefore = new Date(now.getTime() + withinMs);
  if (Number.isNaN(expiresBefore.getTime()))
    throw new PosternError('ERR_UNEXPECTED', 'the clock returned an invalid date');
  return pageOfAll(deps, { state: 'live', now, expiresBefore }, { after, limit });
}

/**
 * Asks for the one permission that shows the keys of all owners.
 *
 * @throws {PosternError} `ERR_FORBIDDEN`, whatever keys there are.
 */
export async function requireListAll(deps: Pick<ManagementDeps, 'decide'>, actor: Actor): Promise<void> {
  // M04 list-all
  await requirePermitted(deps, { actor, action: 'list_all' });
}

async function pageOfAll(
  deps: ManagementDeps,
  filter: KeyFilter,
  { after, limit }: { readonly after: Position | null; readonly limit: number },
): Promise<KeyPage> {
  const { positionOf } = keyOrder(filter);
  const { keys, next } = await readPage(deps, {
    read: (from) => deps.repository.listAll({ ...filter, after: from, limit }),
    after: after ?? startOf(filter),
    limit,
    // Once more, for the uses that this process has not written yet.
    isListed: (key) => passesFilter(key, filter),
    positionOf,
  });
  const order = filter.expiresBefore === undefined ? 'newest' : 'soonest';
  return { keys, nextCursor: next && cursorOf(next, order) };
}

/** Keys that expired may be most of all keys, and come first. A list of keys that are accepted starts after them. */
function startOf({ state, now, expiresBefore }: KeyFilter): Position | null {
  const isOfAccepted = state === 'accepted' || (state !== 'all' && keyStates[state].accepted);
  // No ID sorts before ''.
  return expiresBefore !== undefined && isOfAccepted ? { at: now, id: '' } : null;
}
