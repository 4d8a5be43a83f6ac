import type { Events, PosternErrorCode } from '@postern/core';
import { safeCause } from '@postern/core/ports';

/** Writes one line of the log. */
export type WriteLine = (line: string) => void;

/** Logs refusals, faults and key changes, one JSON object per line. Events contain no tokens, so neither do lines. */
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
          ...(event.type === 'fault' && { code: event.code, ...describeFault(event) }),
          ...('count' in event && { count: event.count }),
        }),
      );
    },
  };
}

/** Faults whose cause is what our own directory or policy threw. Postern has made the other causes safe to show. */
const ownFaults: ReadonlySet<PosternErrorCode> = new Set([
  'ERR_DIRECTORY_UNAVAILABLE',
  'ERR_POLICY_UNAVAILABLE',
]);

/** Explains a fault. If its cause may quote rows, as our database's may, only with the cause's class and code. */
function describeFault({ code, error }: { code: PosternErrorCode; error: Error }): {
  message: string;
  cause?: string;
} {
  const cause = ownFaults.has(code) ? safeCause(error.cause) : error.cause;
  return { message: error.message, ...(cause instanceof Error && { cause: cause.message }) };
}

/** Logs an unexpected error: its class, code and stack, but never its message, which may quote the request. */
export function logUnexpected(write: WriteLine, error: unknown): void {
  const { name, code, stack } = error instanceof Error ? describe(error) : { name: typeof error };
  write(JSON.stringify({ at: new Date().toISOString(), event: 'error', name, code, stack }));
}

function describe(error: Error): { name: string; code?: string; stack?: readonly string[] } {
  return {
    name: error.name,
    ...('code' in error && { code: String(error.code) }),
    // The stack begins with the message. If the message has changed since, there is no telling where it ends.
    ...(error.stack?.includes(error.message) && {
      stack: error.stack
        .replace(error.message, '')
        .split('\n')
        .filter((line) => /^\s+at /.test(line))
        .map((line) => line.trim()),
    }),
  };
}
