import { passesFilter } from '../model/key-filter.js';
import { keyOrder, type Position } from '../model/key-order.js';
import type { AllKeysPage, AllKeysQuery } from '../ports/key-queries.js';
import { isApiKey, isInstant, isKeyId, isListOf, isObject } from './repository-answers.js';

/**
 * Checks what `listAll` returned: someone may be about to disable all of it, or to page until there is no more. So no
 * key is listed that the query excludes, and each position comes after the one before it.
 */
export function isAllKeysPage(page: unknown, query: AllKeysQuery): page is AllKeysPage {
  if (!isObject(page) || !isListOf(page.keys, isApiKey) || !isPositionOrNull(page.next)) return false;
  const { keys, next } = page;
  const { positionOf, compare } = keyOrder(query);
  const positions = [query.after, ...keys.map(positionOf)].filter((position) => position !== null);
  const last = positions.at(-1);
  // Of the last key, or of a record after it that was examined.
  const goesOn = next === null || last === undefined || compare(last, next) < (keys.length === 0 ? 0 : 1);
  // F15 page
  if (!goesOn || positions.some((position, index) => !isInOrder(positions[index - 1], position)))
    return false;
  return keys.length <= query.limit && keys.every((key) => passesFilter(key, query));

  function isInOrder(one: Position | undefined, other: Position): boolean {
    return one === undefined || compare(one, other) < 0;
  }
}

/** Only the position of a record has a cursor that is accepted. */
function isPositionOrNull(next: unknown): next is Position | null {
  return next === null || (isObject(next) && isInstant(next.at) && isKeyId(next.id));
}
