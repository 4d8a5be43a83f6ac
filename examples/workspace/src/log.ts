import type { Events } from '@postern/core';

/** Writes one line of the log. */
export type WriteLine = (line: string) => void;

/** Logs refusals, faults and changes of keys, one JSON object a line. An event holds no token, so neither does a line. */
export function keyEventLog(write: WriteLine): Events {
  return {
    emit(event) {
      write(
        JSON.stringify({
          at: new Date().toISOString(),
          event: event.type,
          ...('keyId' in event && { keyId: event.keyId }),
          ...('owner' in event && { owner: `${event.owner.kind}:${event.owner.id}` }),
          ...('reason' in event && { reason: event.reason }),
          ...('code' in event && { code: event.code }),
          ...('count' in event && { count: event.count }),
        }),
      );
    },
  };
}

/** Logs an error that nobody expected: what it is and where, never its message, which may quote the request. */
export function logUnexpected(write: WriteLine, error: unknown): void {
  const { name, code, stack } = error instanceof Error ? describe(error) : { name: typeof error };
  write(JSON.stringify({ at: new Date().toISOString(), event: 'error', name, code, stack }));
}

function describe(error: Error): { name: string; code?: string; stack?: readonly string[] } {
  return {
    name: error.name,
    ...('code' in error && { code: String(error.code) }),
    ...(error.stack !== undefined && {
      stack: error.stack
        .split('\n')
        .filter((line) => /^\s+at /.test(line))
        .map((line) => line.trim()),
    }),
  };
}
