import { outsideRequests } from './outside-requests.js';
import { requestsAreIsolated } from './requests-are-isolated.js';

/**
 * Gathers the items of one turn of the event loop, and passes them on together, at most so many at a time. Gathered by
 * `setImmediate`, since microtasks run between the sockets of one turn: a batch would hold one request. No item waits for
 * those of an earlier turn. They are passed on in no request's context. If requests are isolated, each item is passed on
 * alone, in its own context.
 */
export function perTurn<Item>(most: number, pass: (items: readonly Item[]) => void): (item: Item) => void {
  if (requestsAreIsolated) return (item) => pass([item]);
  let gathered: Item[] = [];

  const passAll = outsideRequests(() => {
    const items = gathered;
    gathered = [];
    for (let start = 0; start < items.length; start += most) pass(items.slice(start, start + most));
  });

  return (item) => {
    if (gathered.length === 0) setImmediate(passAll);
    gathered.push(item);
  };
}
