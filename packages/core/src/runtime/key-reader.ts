import { PosternError, safeCause } from '../errors.js';
import type { VerifiableKey } from '../model/api-key.js';
import type { KeyId } from '../model/key-id.js';
import type { Clock } from '../ports/clock.js';
import type { FoundKey, KeyLookup } from '../ports/key-lookup.js';
import type { KeyRepository } from '../ports/key-repository.js';
import { whenKnown } from '../ports/maybe-promise.js';
import type { ManagementPorts } from '../use-cases/management-ports.js';
import type { ReadRecords } from '../use-cases/verify-ports.js';
import { callPort } from './call-port.js';
import { isVerifiable } from './repository-answers.js';
import { withinDeadline } from './within-deadline.js';

/** Reads records from the lookup, within the deadline: directly, where it answers directly. */
export function recordsReader(
  lookup: KeyLookup,
  { clock, deadlineMs }: { readonly clock: Clock; readonly deadlineMs: number },
): ReadRecords {
  const onLate = () => unavailable(`did not answer within ${deadlineMs} ms`);
  return (keyIds) =>
    callPort(
      () =>
        whenKnown(
          /* S01 */ withinDeadline(clock, lookup.find(keyIds), { ms: deadlineMs, onLate }),
          recordsOf,
        ),
      (error) => unavailable('failed', error),
    );
}

/** Reads a whole record, to show or change it. */
export function keyReader(
  repository: Pick<KeyRepository, 'get'>,
  {
    clock,
    deadlineMs,
    withLatestUse,
  }: Pick<ManagementPorts, 'clock' | 'withLatestUse'> & { readonly deadlineMs: number },
): ManagementPorts['read'] {
  const onLate = () => unavailable(`did not answer within ${deadlineMs} ms`);
  return async (keyId) => {
    const key = await withinDeadline(clock, repository.get(keyId), { ms: deadlineMs, onLate });
    return key && withLatestUse(key);
  };
}

/** Each record is read on its own: one that can't be understood only fails the verifications that need it. */
function recordsOf(found: ReadonlyMap<KeyId, FoundKey>): (keyId: KeyId) => VerifiableKey | undefined {
  if (typeof found?.get !== 'function' || typeof found.size !== 'number')
    throw unavailable('answered with something that is no Map');
  return (keyId) => readable(found.get(keyId), keyId);
}

function readable(found: FoundKey | undefined, keyId: KeyId): VerifiableKey | undefined {
  if (found === undefined) return undefined;
  // F15
  if (isVerifiable(found, keyId)) return found;
  throw new PosternError(
    'ERR_RECORD_UNREADABLE',
    'the record of this key cannot be understood; repair its row, or delete it',
  );
}

function unavailable(what: string, error?: unknown): PosternError {
  return new PosternError('ERR_REPOSITORY_UNAVAILABLE', `the key repository ${what}`, {
    cause: safeCause(error),
  });
}
