import type { AuditEntry } from '@postern/core';
import { changesAfterLeak, type LeakEntries, type LeakReport } from '@postern/core/ports';
import type { Row } from './row.js';

/** What a report of a leak writes, and what it returns. */
export function leakOf(
  { keyId, knownSince, ...ending }: LeakReport,
  { reported, changed: change }: LeakEntries,
  { row, log }: { readonly row: Row | undefined; readonly log: readonly AuditEntry[] },
) {
  const isReport = (entry: AuditEntry) => entry.keyId === keyId && entry.action === 'leak_reported';
  const recorded = row !== undefined && !log.some((entry) => isReport(entry) && entry.at >= knownSince);
  const changes = row && change ? changesAfterLeak(row, ending) : undefined;
  return {
    outcome: { recorded, changed: changes !== undefined },
    rows: row && changes ? [{ ...row, ...changes }] : [],
    entries: [...(change && changes ? [change] : []), ...(recorded ? [reported] : [])],
  };
}
