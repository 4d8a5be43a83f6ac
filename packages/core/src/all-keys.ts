import type { AffectedByRequest } from './use-cases/affected-keys.js';
import type { DisableUnusedRequest } from './use-cases/disable-unused-keys.js';
import type { ExpiringRequest, ListAllRequest } from './use-cases/list-all-keys.js';
import type { PurgeRequest } from './use-cases/purge-keys.js';
import type { KeyPage } from './use-cases/read-keys.js';

/** What concerns the keys of all owners. The policy decides on an action without an owner. */
export interface AllKeys<Kind extends string = string> {
  /**
   * Lists the keys of all owners that meet the conditions, newest first; with `expiresBefore`, those that expire first.
   * The policy decides on `list_all`, and nothing else: an actor that is allowed it sees all of them.
   *
   * A call looks at a bounded number of records, so a page may have fewer keys than `limit`, even none, although there
   * are more: go on until `nextCursor` is `null`. What is added, changed or revoked in the meantime neither repeats nor
   * skips another key.
   *
   * @throws {PosternError} `ERR_FORBIDDEN`, `ERR_INVALID_CURSOR` (also for a cursor of the other order),
   * `ERR_INVALID_ARGUMENT`, or a fault.
   * @example
   * const { keys: page, nextCursor } = await keys.listAll({ actor, state: 'live', neverExpires: true });
   */
  listAll(request: ListAllRequest<Kind>): Promise<KeyPage>;

  /**
   * Lists the keys that someone should look at before a person leaves: first the person's own, then those that the
   * person issued, claimed or rotated for other owners, whose tokens they have seen. Only keys that work or are
   * disabled, newest first. `personId` is the ID of an owner and actor of kind `user`. Pages are like those of
   * `listAll`, and the policy decides on `list_all`.
   *
   * Keys that one of the person's keys created are not among them: `listAll` finds those with
   * `createdBy: { kind: 'key', id }`.
   *
   * @throws {PosternError} `ERR_FORBIDDEN`, `ERR_INVALID_CURSOR`, `ERR_INVALID_ARGUMENT`, or a fault.
   * @example
   * const { keys: page, nextCursor } = await keys.affectedBy('ada', { actor });
   */
  affectedBy(personId: string, request: AffectedByRequest): Promise<KeyPage>;

  /**
   * Lists the live keys that expire within some time, soonest first. Keys that were rotated already have a successor,
   * and are not among them. Pages are like those of `listAll`, and the policy decides on `list_all`.
   *
   * To remind their owners once, remember the pairs of `id` and `expiresAt` that you have sent: a key that is listed
   * again has the same pair.
   *
   * @throws {PosternError} `ERR_FORBIDDEN`, `ERR_INVALID_CURSOR`, `ERR_INVALID_ARGUMENT`, or a fault.
   * @example
   * const { keys: page } = await keys.expiring({ actor, withinMs: 14 * 24 * 60 * 60 * 1000 });
   */
  expiring(request: ExpiringRequest): Promise<KeyPage>;

  /**
   * Disables the keys that still work but were not used since an instant, whoever owns them, and returns how many. A
   * use that is written in the meantime wins. The keys can be enabled again; without a use, the next run disables them
   * again. The policy decides on `disable_unused`, also for a dry run. It works in steps: if it throws, some keys may
   * already be disabled, so call it again.
   *
   * A use is known once it is written. One that was lost in a crash, or that another process has yet to write, looks as
   * if it never happened.
   *
   * @throws {PosternError} `ERR_FORBIDDEN`; `ERR_INVALID_ARGUMENT`, also if `unusedSince` is too recent; or a fault.
   * @example
   * const unusedSince = new Date(Date.now() - 90 * 24 * 60 * 60 * 1000);
   * const { disabled } = await keys.disableUnused({ actor, unusedSince, dryRun: true });
   */
  disableUnused(request: DisableUnusedRequest): Promise<{ readonly disabled: number }>;

  /**
   * Removes the records of keys that were revoked before an instant, whoever owned them, and returns how many. Their
   * audit entries stay. It works in steps: if it throws, some records may already be gone, so call it again.
   *
   * @throws {PosternError} `ERR_FORBIDDEN`, `ERR_INVALID_ARGUMENT`, or a fault.
   * @example
   * const quarterAgo = new Date(Date.now() - 90 * 24 * 60 * 60 * 1000);
   * const { purged } = await keys.purge({ actor: { kind: 'system', id: 'purge-job' }, revokedBefore: quarterAgo });
   */
  purge(request: PurgeRequest): Promise<{ readonly purged: number }>;
}
