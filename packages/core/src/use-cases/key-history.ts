import type { Actor } from '../model/actor.js';
import type { AuditEntry } from '../model/audit-entry.js';
import type { Owner } from '../model/owner.js';
import type { HistoryQuery } from '../ports/key-queries.js';
import { page, parseCursor } from './cursor.js';
import { findManagedKey } from './managed-key.js';
import type { ManagementPorts } from './management-ports.js';
import { invalid, parseActor, parseLimit, parseOwner, requireFields } from './parse-request.js';
import { requirePermitted } from './require-permitted.js';

/** The history of one key, or of all keys of one owner. */
export type HistoryRequest<Kind extends string = string> = {
  readonly actor: Actor;
  /** How many a page has at most, 1 to 100. Default 50. */
  readonly limit?: number | undefined;
  /** The `nextCursor` of the page before. Default `null`: the first page. */
  readonly cursor?: string | null | undefined;
} & (
  | { readonly keyId: string; readonly owner?: Owner<Kind> | undefined }
  | { readonly owner: Owner<Kind>; readonly keyId?: undefined }
);

/** Audit entries, newest first. */
export interface HistoryPage {
  readonly entries: readonly AuditEntry[];
  /** What to pass as `cursor` for the next page. `null`: this was the last. */
  readonly nextCursor: string | null;
}

/** Gives audit entries, newest first. */
export async function keyHistory(ports: ManagementPorts, request: HistoryRequest): Promise<HistoryPage> {
  requireFields(request, ['keyId', 'owner', 'actor', 'limit', 'cursor']);
  const limit = parseLimit(request.limit);
  const after = parseCursor(request.cursor);
  const of = await permittedSubject(ports, request);
  const found = await ports.repository.history({ of, after, limit: limit + 1 });
  const { items, nextCursor } = page(found, limit, (entry) => entry.at);
  return { entries: items, nextCursor };
}

async function permittedSubject(
  ports: ManagementPorts,
  request: HistoryRequest,
): Promise<HistoryQuery['of']> {
  if (request.keyId !== undefined) {
    const { key, actor } = await findManagedKey(ports, request.keyId, request);
    await requirePermitted(ports, { actor, action: 'history', owner: key.owner, key });
    return { keyId: key.id };
  }
  if (request.owner === undefined) throw invalid('history needs a keyId or an owner');
  const owner = parseOwner(request.owner, ports.kinds);
  await requirePermitted(ports, { actor: parseActor(request.actor), action: 'history', owner });
  return { owner };
}
