import type { AuditAction } from '../src/model/audit-entry.js';
import { ada } from '../test-support/service.js';
import type { SteppedService } from './stepped-service.js';

/** Compares the audit entries of ada's keys, and the events, with the records. Throws if they differ. */
export async function requireAgreeingAudit({ repository, watch, events }: SteppedService): Promise<void> {
  const entries = await repository.history({ of: { owner: ada }, after: null, limit: 100 });
  for (const keyId of watch.keyIds()) {
    const actions = entries.filter((entry) => entry.keyId === keyId).map(({ action }) => action);
    const count = (action: AuditAction) => actions.filter((one) => one === action).length;
    const key = watch.record(keyId)?.key;
    // The entries are all that is left of a purged record; a successor that was never stored has none.
    const isGone = key === undefined && actions.length > 0;
    const expected: Partial<Record<AuditAction, number>> = {
      issued: key !== undefined || isGone ? 1 : 0,
      revoked: isGone || (key !== undefined && key.revokedAt !== null) ? 1 : 0,
      purged: isGone ? 1 : 0,
      ...(key !== undefined && { rotated: key.rotatedAt === null ? 0 : 1 }),
      rehashed: watch.rehashes(keyId),
    };
    for (const [action, times] of Object.entries(expected)) {
      if (count(action as AuditAction) !== times)
        throw new Error(`expected ${times} entries ${action}; the audit entries are: ${actions.join(', ')}`);
    }
  }
  for (const type of ['issued', 'rotated', 'revoked'] as const) {
    const [emitted, written] = [
      events.filter((event) => event.type === type).length,
      entries.filter(({ action }) => action === type).length,
    ];
    if (emitted !== written) throw new Error(`${written} audit entries say ${type}, but ${emitted} events`);
  }
}
