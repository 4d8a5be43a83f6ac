import type { Actor } from '../model/actor.js';
import type { ApiKey } from '../model/api-key.js';
import { isKeyStateFilter, type KeyStateFilter, keyStates } from '../model/key-state.js';
import type { Owner } from '../model/owner.js';
import { page, parseCursor } from './cursor.js';
import type { ManagementPorts } from './management-ports.js';
import { invalid, parseActor, parseLimit, parseOwner, requireFields } from './parse-request.js';
import { requirePermitted } from './require-permitted.js';

/** Whose keys, and which of them. */
export interface ListRequest<Kind extends string = string> {
  readonly owner: Owner<Kind>;
  readonly actor: Actor;
  /** `'accepted'`: every key that still works, including rotated ones in their grace period. Default `'all'`. */
  readonly state?: KeyStateFilter | undefined;
  /** How many a page has at most, 1 to 100. Default 50. */
  readonly limit?: number | undefined;
  /** The `nextCursor` of the page before. Default `null`: the first page. */
  readonly cursor?: string | null | undefined;
}

/** Records, newest first. */
export interface KeyPage {
  readonly keys: readonly ApiKey[];
  /** What to pass as `cursor` for the next page. `null`: this was the last. */
  readonly nextCursor: string | null;
}

/** Lists an owner's keys, newest first. */
export async function listKeys(ports: ManagementPorts, request: ListRequest): Promise<KeyPage> {
  requireFields(request, ['owner', 'actor', 'state', 'limit', 'cursor']);
  const owner = parseOwner(request.owner, ports.kinds);
  const actor = parseActor(request.actor);
  const limit = parseLimit(request.limit);
  const after = parseCursor(request.cursor);
  const state = request.state ?? 'all';
  if (!isKeyStateFilter(state))
    throw invalid(`state must be '${Object.keys(keyStates).join("', '")}', 'accepted' or 'all'`);

  await requirePermitted(ports, { actor, action: 'list', owner });
  const found = await ports.repository.list({
    owner,
    state,
    now: ports.clock.now(),
    after,
    limit: limit + 1,
  });
  const { items, nextCursor } = page(found, limit, (key) => key.createdAt);
  return { keys: items.map(ports.withLatestUse), nextCursor };
}
