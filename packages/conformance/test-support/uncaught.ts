import { afterAll, beforeAll } from 'vitest';

const events = ['unhandledRejection', 'uncaughtException'] as const;

/** Lets the subjects of this file leave errors uncaught, which Vitest would report as a failure of the run. */
export function allowUncaughtErrors(): void {
  const removed = new Map<string, ReturnType<typeof process.listeners>>();
  beforeAll(() => {
    for (const event of events) {
      removed.set(event, process.listeners(event as 'warning') as never);
      process.removeAllListeners(event);
    }
  });
  afterAll(() => {
    for (const [event, listeners] of removed) for (const listener of listeners) process.on(event, listener);
  });
}
