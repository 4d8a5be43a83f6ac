import type { KeyRepository } from '@postern/core/ports';
import type { BrokenRepository, Defect } from '../broken-repository.js';
import { type Faults, soundOnFaults, unreadable } from '../with-faults.js';

/** Handles faults as a sound repository does, except in one method. */
const onFaults =
  (how: (repository: KeyRepository, faults: Faults) => Partial<KeyRepository>): Defect =>
  () => ({
    onFaults: (repository, faults) => ({ ...soundOnFaults(repository, faults), ...how(repository, faults) }),
  });

/** Repositories that handle damaged records or blocked changes wrongly. */
export const brokenByFaults: readonly BrokenRepository[] = [
  [
    'fails in find for all records because one is damaged',
    onFaults((repository, { isDamaged }) => ({
      find(ids) {
        if (ids.some(isDamaged)) throw new SyntaxError('Unexpected token');
        return repository.find(ids);
      },
    })),
    'find returns a damaged record',
  ],
  [
    'omits a damaged record in find',
    onFaults((repository, { isDamaged }) => ({
      find: (ids) => repository.find(ids.filter((id) => !isDamaged(id))),
    })),
    'find returns a damaged record',
  ],
  [
    'returns undefined for a damaged record',
    onFaults((repository, { isDamaged }) => ({
      get: async (id) => (isDamaged(id) ? undefined : repository.get(id)),
    })),
    'get rejects for a damaged record',
  ],
  [
    'quotes a damaged record',
    onFaults((repository, { isDamaged }) => ({
      get: async (id) => {
        const key = await repository.get(id);
        if (isDamaged(id)) throw unreadable(new Error(`no JSON: ${key?.name}`));
        return key;
      },
    })),
    'get rejects for a damaged record',
  ],
  [
    'reads nothing after it has read a damaged record',
    onFaults((repository, { isDamaged }) => {
      let isBroken = false;
      return {
        find(ids) {
          isBroken ||= ids.some(isDamaged);
          return (
            soundOnFaults(repository, { isDamaged, blockedUntil: () => undefined }).find?.(ids) ?? new Map()
          );
        },
        get: async (id) => (isDamaged(id) || isBroken ? Promise.reject(unreadable()) : repository.get(id)),
      };
    }),
    'reading a damaged record does not',
  ],
  [
    'waits without a deadline while it is blocked',
    onFaults((repository, { blockedUntil }) => ({
      revoke: async (...given) => {
        await blockedUntil();
        return repository.revoke(...given);
      },
    })),
    'F09 a blocked change',
  ],
  [
    'reports a blocked change as made',
    onFaults((repository, { blockedUntil }) => ({
      revoke: async (...given) => blockedUntil() !== undefined || repository.revoke(...given),
    })),
    'F09 a blocked change',
  ],
  [
    'changes nothing after it was blocked',
    onFaults((repository, { blockedUntil }) => {
      let wasBlocked = false;
      return {
        revoke: async (...given) => {
          wasBlocked ||= blockedUntil() !== undefined;
          if (wasBlocked) throw new Error('the connection is in a failed transaction');
          return repository.revoke(...given);
        },
      };
    }),
    'F09 a blocked change',
  ],
];
