import type { AuditAction, AuditEntry } from '@postern/core';
import type { StoredKey } from '@postern/core/ports';
import { statusOf } from './status.js';

/** Everything that a database contains. */
export interface DatabaseContents {
  readonly records: readonly StoredKey[];
  readonly entries: readonly AuditEntry[];
  readonly offers: readonly { readonly id: string; readonly isClaimed: boolean }[];
}

/** Returns where records and audit entries contradict each other, or one of them is missing. */
export function contradictions({ records, entries, offers }: DatabaseContents): readonly string[] {
  const found: string[] = [];
  const byKey = new Map<string, AuditEntry[]>();
  for (const entry of entries) byKey.set(entry.keyId, [...(byKey.get(entry.keyId) ?? []), entry]);
  const rows = new Map<string, StoredKey>(records.map((stored) => [stored.key.id, stored]));
  for (const keyId of new Set([...byKey.keys(), ...rows.keys()])) {
    const history = historyOf(byKey.get(keyId) ?? []);
    const problems = (rows.has(keyId) ? judgeRecord : judgeMissingRecord)(history, rows.get(keyId), (id) => {
      return rows.has(id) || historyOf(byKey.get(id) ?? []).count('purged') === 1;
    });
    found.push(...problems.map((problem) => `${keyId} ${problem}`));
  }
  for (const { id, isClaimed } of offers) {
    const { count } = historyOf(byKey.get(id) ?? []);
    if (count('offered') !== 1) found.push(`${id} was not offered exactly once`);
    if ((count('issued') === 1) !== isClaimed)
      found.push(`${id} is claimed only by its offer, or only by its entries`);
  }
  return found;
}

interface History {
  count(action: AuditAction): number;
  last(action: AuditAction): AuditEntry | undefined;
  /** The entries of disabling and enabling the key, oldest first. */
  readonly disablings: readonly AuditEntry[];
}

function historyOf(entries: readonly AuditEntry[]): History {
  const of = (action: AuditAction) => entries.filter((entry) => entry.action === action);
  const disablings = [...of('disabled'), ...of('enabled')].sort((one, other) => (one.id < other.id ? -1 : 1));
  return { count: (action) => of(action).length, last: (action) => of(action).at(-1), disablings };
}

type Judge = (
  history: History,
  stored: StoredKey | undefined,
  /** Whether this key exists, or existed until it was purged. */
  isKnown: (keyId: string) => boolean,
) => readonly string[];

/** A key without a record was issued, revoked and purged, or is still an offer that has not been claimed. */
const judgeMissingRecord: Judge = ({ count }) =>
  (count('offered') > count('issued') ? ([] as const) : requiredEntries)
    .filter((action) => count(action) !== 1)
    .map((action) => `has no record, and ${count(action)} "${action}" entries`);

const requiredEntries = ['issued', 'revoked', 'purged'] as const;

const judgeRecord: Judge = (history, stored, isKnown) => {
  if (stored === undefined) return [];
  const { key, hash } = stored;
  const { count, disablings } = history;
  const { renames } = statusOf(key);
  const [, cost] = /^\$insecure\$(\d+)\$[0-9a-f]{16}$/.exec(hash) ?? [];
  const isRehashed = key.createdBy.id !== `cost ${cost}`;
  const sound: Readonly<Record<string, boolean>> = {
    'was not issued exactly once': count('issued') === 1,
    'was purged, but still exists': count('purged') === 0,
    'is revoked only by its record, or only by its entries':
      count('revoked') === oneIf(key.revokedAt !== null),
    'was revoked at a different time than its entry says': isSameTime(history.last('revoked'), key.revokedAt),
    'is rotated only by its record, or only by its entries':
      count('rotated') === oneIf(key.rotatedAt !== null),
    'is rotated without a successor, or has one without being rotated':
      (key.rotatedAt === null) === (key.successorId === null),
    'has a successor that does not exist': key.successorId === null || isKnown(key.successorId),
    'is disabled only by its record, or only by its entries':
      disablerAfter(disablings.at(-1)) === key.disabledBy?.id,
    'was disabled twice by the same actor, or enabled twice': disablings.every(
      (entry, index) => disablerAfter(entry) !== disablerAfter(disablings[index - 1]),
    ),
    'has a different name than its entries say': count('renamed') === renames,
    'has half a hash': cost !== undefined,
    'was rehashed only by its record, or only by its entries': count('rehashed') > 0 === isRehashed,
    'expires at a different time than its entries say': hasRecordedExpiry(key, history),
    'was used after it was revoked':
      key.revokedAt === null || key.lastUsedAt === null || key.lastUsedAt <= key.revokedAt,
  };
  return Object.keys(sound).filter((problem) => sound[problem] === false);
};

/** A grace replaces the expiry, so what a rotated key had before is in its entry. */
function hasRecordedExpiry({ rotatedAt, expiresAt }: StoredKey['key'], { last }: History): boolean {
  const issued = last('issued')?.expiresAt?.getTime();
  const before = rotatedAt === null ? expiresAt : last('rotated')?.expiresAt;
  return issued === before?.getTime();
}

/** Returns the ID of the actor who has disabled the key after this entry, or `undefined` if it is enabled. */
function disablerAfter(entry: AuditEntry | undefined): string | undefined {
  return entry?.action === 'disabled' ? entry.actor.id : undefined;
}

const oneIf = (condition: boolean): number => (condition ? 1 : 0);

function isSameTime(entry: AuditEntry | undefined, at: Date | null): boolean {
  return entry === undefined || at === null || entry.at.getTime() === at.getTime();
}
