import {
  type Actor,
  type ApiKey,
  type ApiKeys,
  type KeyPage,
  type KeyStateFilter,
  keyState,
  keyStates,
  type Owner,
} from '@postern/core';
import { nextTurn } from '@postern/management/internal';
import { isExpiringSoon } from '../components/badge.js';
import type { Markup } from '../shell/markup.js';
import type { Filter, ListQuery } from './list-query.js';

/** The maximum number of keys on a page. */
export const pageSize = 50;

/** How many times one request reads. Each time it reads at most a page, so it examines at most 1,000 records. */
const maxReads = 20;

/** Whose keys to list, and who asks. */
interface Subject {
  readonly keys: Pick<ApiKeys, 'list'>;
  readonly owner: Owner;
  readonly actor: Actor;
}

/** What the list of keys shows. */
export interface ListedKeys {
  readonly query: ListQuery;
  readonly keys: readonly ApiKey[];
  readonly nextCursor: string | null;
  /** How many keys there are. `undefined`: too many to count. */
  readonly counts: KeyCounts | undefined;
  /** Why no key can be created. `null`: one can. */
  readonly createDisabledReason: string | null;
  /** What was done to a key: see `doneMessage`. */
  readonly done: Markup | '';
  readonly now: Date;
}

const states: Readonly<Record<Filter, KeyStateFilter>> = {
  live: 'accepted',
  expiring: 'accepted',
  disabled: 'disabled',
  all: 'all',
};

/**
 * Finds the keys that a page of the list shows, newest first. A page may have fewer keys than fit, even none, although
 * `nextCursor` is not null: there may be more among the older keys, which another request examines.
 *
 * @throws {PosternError} as `list` does.
 */
export async function findKeys(
  { keys, owner, actor }: Subject,
  { filter, text, cursor }: ListQuery,
  now: Date,
): Promise<KeyPage> {
  const found: ApiKey[] = [];
  let next = cursor;
  for (let reads = 0; reads < maxReads; reads += 1) {
    if (reads > 0) await nextTurn();
    // Never more than still fit: the end of what was read is then always the end of the page.
    const limit = pageSize - found.length;
    const page = await keys.list({ owner, actor, state: states[filter], limit, cursor: next });
    found.push(...page.keys.filter((key) => isShown(key, filter, now) && matches(key, text)));
    next = page.nextCursor;
    if (next === null || found.length === pageSize) break;
  }
  return { keys: found, nextCursor: next };
}

function isShown(key: ApiKey, filter: Filter, now: Date): boolean {
  return filter !== 'expiring' || isExpiringSoon(key, now);
}

/** Fewer characters would match the IDs of keys by chance. */
const minIdLength = 4;

/** Checks whether a name contains a text, in any case, or a key begins with it, with or without its prefix. */
function matches({ name, id, prefix }: ApiKey, text: string): boolean {
  if (name.toLowerCase().includes(text.toLowerCase())) return true;
  const start = (text.startsWith(`${prefix}.`) ? text.slice(prefix.length + 1) : text).replace(
    /…$|\.\.\.$/,
    '',
  );
  return start.length >= minIdLength && id.startsWith(start);
}

/** How many keys each filter shows. */
export type KeyCounts = Readonly<Record<Filter, number>>;

/** The most that one read can return. */
const maxCounted = 100;

/** Counts the keys of an owner. `undefined`: there are too many to count them with one read. */
export async function countKeys({ keys, owner, actor }: Subject, now: Date): Promise<KeyCounts | undefined> {
  const { keys: all, nextCursor } = await keys.list({ owner, actor, limit: maxCounted });
  if (nextCursor !== null) return undefined;
  const inState = all.map((key) => keyState(key, now));
  return {
    live: inState.filter((state) => keyStates[state].accepted).length,
    expiring: all.filter((key) => isExpiringSoon(key, now)).length,
    disabled: inState.filter((state) => state === 'disabled').length,
    all: all.length,
  };
}
