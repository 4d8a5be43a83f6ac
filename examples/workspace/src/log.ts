import type { Events, PosternErrorCode } from '@postern/core';
import { safeCause } from '@postern/core/ports';

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
          ...(event.type === 'fault' && { code: event.code, ...why(event) }),
          ...('count' in event && { count: event.count }),
        }),
      );
    },
  };
}

/** Faults whose cause is what our own directory or policy threw, as it threw it. Postern made the others safe to show. */
const causedHere: ReadonlySet<PosternErrorCode> = new Set([
  'ERR_DIRECTORY_UNAVAILABLE',
  'ERR_POLICY_UNAVAILABLE',
]);

/** Why a part failed. Of a cause that may quote rows, such as our database's, the class and the code. */
function why({ code, error }: { code: PosternErrorCode; error: Error }): { message: string; cause?: string } {
  const cause = causedHere.has(code) ? safeCause(error.cause) : error.cause;
  return { message: error.message, ...(cause instanceof Error && { cause: cause.message }) };
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
    // The stack begins with the message. Where it does not hold that as it is now, nobody knows where it ends.
    ...(error.stack?.includes(error.message) && {
      stack: error.stack
        .replace(error.message, '')
        .split('\n')
        .filter((line) => /^\s+at /.test(line))
        .map((line) => line.trim()),
    }),
  };
}
