/** Waits for the next turn of the event loop, in which everybody else has theirs. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
