import type { KeyRepository } from '@postern/core';
import type { BrokenRepository, Defect } from '../broken-repository.js';
import { type Faults, soundOnFaults, unreadable } from '../with-faults.js';

/** Does something else about faults than a sound repository, in one method. */
const onFaults =
  (how: (repository: KeyRepository, faults: Faults) => Partial<KeyRepository>): Defect =>
  () => ({
    onFaults: (repository, faults) => ({ ...soundOnFaults(repository, faults), ...how(repository, faults) }),
  });

/** Broken in what becomes of damaged records and of blocked changes. */
export const brokenByFaults: readonly BrokenRepository[] = [
  [
    'throws in find for all because of one damaged record',
    onFaults((repository, { isDamaged }) => ({
      find(ids) {
        if (ids.some(isDamaged)) throw new SyntaxError('Unexpected token');
        return repository.find(ids);
      },
    })),
    'find gives a damaged record',
  ],
  [
    'leaves a damaged record out of what it finds',
    onFaults((repository, { isDamaged }) => ({
      find: (ids) => repository.find(ids.filter((id) => !isDamaged(id))),
    })),
    'find gives a damaged record',
  ],
  [
    'gets no record where one is damaged',
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
    'gets nothing any more once a record is damaged',
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
    'beside a damaged record',
  ],
  [
    'waits without a deadline for whoever blocks it',
    onFaults((repository, { blockedUntil }) => ({
      revoke: async (...given) => {
        await blockedUntil();
        return repository.revoke(...given);
      },
    })),
    'F09 a change that is blocked',
  ],
  [
    'says that it has made a change that was blocked',
    onFaults((repository, { blockedUntil }) => ({
      revoke: async (...given) => blockedUntil() !== undefined || repository.revoke(...given),
    })),
    'F09 a change that is blocked',
  ],
  [
    'changes nothing any more after it was blocked',
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
    'F09 a change that is blocked',
  ],
];
