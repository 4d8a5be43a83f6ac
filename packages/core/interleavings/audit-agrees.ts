import type { AuditAction } from '../src/model/audit-entry.js';
import { ada } from '../test-support/service.js';
import type { SteppedService } from './stepped-service.js';

/** Compares the audit entries of ada's keys, and the events, with what became of the records. Throws where they differ. */
export async function requireAgreeingAudit({ repository, watch, events }: SteppedService): Promise<void> {
  const entries = await repository.history({ of: { owner: ada }, after: null, limit: 100 });
  for (const keyId of watch.keyIds()) {
    const told = entries.filter((entry) => entry.keyId === keyId).map(({ action }) => action);
    const count = (action: AuditAction) => told.filter((one) => one === action).length;
    const key = watch.record(keyId)?.key;
    // Of a purged record the entries are all that is left; a successor that was never stored has none.
    const isGone = key === undefined && told.length > 0;
    const expected: Partial<Record<AuditAction, number>> = {
      issued: key !== undefined || isGone ? 1 : 0,
      revoked: isGone || (key !== undefined && key.revokedAt !== null) ? 1 : 0,
      purged: isGone ? 1 : 0,
      ...(key !== undefined && { rotated: key.rotatedAt === null ? 0 : 1 }),
      rehashed: watch.rehashes(keyId),
    };
    for (const [action, times] of Object.entries(expected)) {
      if (count(action as AuditAction) !== times)
        throw new Error(`${times} times ${action}, and the audit entries are: ${told.join(', ')}`);
    }
  }
  for (const type of ['issued', 'rotated', 'revoked'] as const) {
    const [heard, written] = [
      events.filter((event) => event.type === type).length,
      entries.filter(({ action }) => action === type).length,
    ];
    if (heard !== written) throw new Error(`${written} audit entries say ${type}, and ${heard} events`);
  }
}
