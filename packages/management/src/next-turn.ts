/** Waits for the next turn of the event loop, so that other requests make progress. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
