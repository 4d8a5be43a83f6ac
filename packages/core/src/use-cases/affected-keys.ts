import type { Actor } from '../model/actor.js';
import type { ApiKey } from '../model/api-key.js';
import { keyOrder } from '../model/key-order.js';
import { type KeyState, keyState } from '../model/key-state.js';
import { isSameOwner } from '../model/owner.js';
import type { AllKeysPage } from '../ports/key-queries.js';
import { requireListAll } from './list-all-keys.js';
import type { ManagementDeps } from './management-deps.js';
import { continues, cursorOf, parseCursor } from './page.js';
import { parseActor, parseLimit, requireFields, requireIdentifier } from './parse-request.js';
import type { KeyPage } from './read-keys.js';
import { type ReadKeys, readPage } from './read-page.js';

/** Who asks what would be affected if a person left. */
export interface AffectedByRequest {
  readonly actor: Actor;
  /** The maximum size of a page, 1 to 100. Default 50. */
  readonly limit?: number | undefined;
  /** The `nextCursor` of the previous page. Default `null`: the first page. */
  readonly cursor?: string | null | undefined;
}

/** The states of keys that work, or that enabling would bring back. */
const affected: readonly KeyState[] = ['live', 'rotated', 'disabled'];

/** How many records are read at a time, of which many may be of keys that are long over. */
const perRead = 500;

/** Lists the person's own keys first, then those that they created for other owners. Both are newest first. */
export async function keysAffectedBy(
  deps: ManagementDeps,
  personId: string,
  request: AffectedByRequest,
): Promise<KeyPage> {
  requireFields(request, ['actor', 'limit', 'cursor']);
  const person = { kind: 'user', id: requireIdentifier(personId, 'person') } as const;
  const actor = parseActor(request.actor);
  const limit = parseLimit(request.limit);
  const isPastOwn = continues(request.cursor, 'created');
  const after = parseCursor(request.cursor, isPastOwn ? 'created' : 'own');

  await requireListAll(deps, actor);
  const { repository, clock } = deps;
  const query = { state: 'all', now: clock.now(), limit: perRead } as const;
  const { positionOf } = keyOrder({});
  const isAffected = (key: ApiKey) => affected.includes(keyState(key, query.now));

  let own: AllKeysPage = { keys: [], next: null };
  if (!isPastOwn) {
    const read: ReadKeys = async (from) => {
      const keys = await repository.list({ ...query, owner: person, after: from });
      const last = keys[perRead - 1];
      return { keys, next: last === undefined ? null : positionOf(last) };
    };
    own = await readPage(deps, { read, after, limit, isListed: isAffected, positionOf });
    const last = own.keys[limit - 1];
    const next = own.next ?? (last && positionOf(last));
    if (next !== undefined) return { keys: own.keys, nextCursor: cursorOf(next, 'own') };
  }

  const created = await readPage(deps, {
    read: (from) => repository.listAll({ ...query, createdBy: person, after: from }),
    after: isPastOwn ? after : null,
    limit: limit - own.keys.length,
    isListed: (key) => isAffected(key) && !isSameOwner(key.owner, person),
    positionOf,
  });
  const nextCursor = created.next && cursorOf(created.next, 'created');
  return { keys: [...own.keys, ...created.keys], nextCursor };
}
