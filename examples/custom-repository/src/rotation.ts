import type { KeyId } from '@postern/core';
import { keyState } from '@postern/core';
import type { Rotation } from '@postern/core/ports';
import { isSame, isUnrevoked, type Row, type Test } from './row.js';

/** The changes to the row that a rotation ends, the condition for them, and the predecessors that it ends too. */
export function rotationOf(
  { keyId, at, graceEndsAt: end, successor, predecessorReason: reason }: Rotation,
  table: ReadonlyMap<KeyId, Row>,
) {
  const { id, name, owner } = successor.key;
  const { expiresAt: until = null } = table.get(keyId) ?? {};
  const ended = end ? { expiresAt: until && until < end ? until : end } : { revokedAt: at };
  const matches: Test = (row) => row.name === name && keyState(row, at) === 'live' && !table.has(id);
  const isPredecessor: Test = (row) =>
    row.successorId === keyId &&
    isSame(row.owner, owner) &&
    isUnrevoked(row) &&
    (row.expiresAt === null || row.expiresAt > at);
  const predecessors = [...table.values()].filter(isPredecessor);
  return {
    matches,
    changes: { rotatedAt: at, successorId: id, ...ended },
    predecessors: predecessors.map((row) => ({ ...row, revokedAt: at, reason })),
  };
}
