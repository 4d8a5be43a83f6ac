import type { AuditAction, AuditEntry } from '@postern/core';
import type { StoredKey } from '@postern/core/ports';
import { statusOf } from './status.js';

/** All that a database holds. */
export interface Holdings {
  readonly records: readonly StoredKey[];
  readonly entries: readonly AuditEntry[];
  readonly offers: readonly { readonly id: string; readonly isClaimed: boolean }[];
}

/** Says where records and audit entries tell different stories, or a half of one. */
export function contradictions({ records, entries, offers }: Holdings): readonly string[] {
  const found: string[] = [];
  const byKey = new Map<string, AuditEntry[]>();
  for (const entry of entries) byKey.set(entry.keyId, [...(byKey.get(entry.keyId) ?? []), entry]);
  const rows = new Map<string, StoredKey>(records.map((stored) => [stored.key.id, stored]));
  for (const keyId of new Set([...byKey.keys(), ...rows.keys()])) {
    const history = historyOf(byKey.get(keyId) ?? []);
    const said = (rows.has(keyId) ? ofRecord : ofNone)(history, rows.get(keyId), (id) => {
      return rows.has(id) || historyOf(byKey.get(id) ?? []).count('purged') === 1;
    });
    found.push(...said.map((what) => `${keyId} ${what}`));
  }
  for (const { id, isClaimed } of offers) {
    const { count } = historyOf(byKey.get(id) ?? []);
    if (count('offered') !== 1) found.push(`${id} was not offered exactly once`);
    if ((count('issued') === 1) !== isClaimed)
      found.push(`${id} is claimed by its offer or by its entries alone`);
  }
  return found;
}

interface History {
  count(action: AuditAction): number;
  last(action: AuditAction): AuditEntry | undefined;
  /** Those that say that the key was disabled or enabled, the oldest first. */
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
  /** Whether there is such a key, or was one until it was purged. */
  isKnown: (keyId: string) => boolean,
) => readonly string[];

/** A key without a record was issued, revoked and purged, or is not there yet: somebody may claim it. */
const ofNone: Judge = ({ count }) =>
  (count('offered') > count('issued') ? ([] as const) : endedSteps)
    .filter((action) => count(action) !== 1)
    .map((action) => `has no record, and ${count(action)} entries that it was ${action}`);

const endedSteps = ['issued', 'revoked', 'purged'] as const;

const ofRecord: Judge = (history, stored, isKnown) => {
  if (stored === undefined) return [];
  const { key, hash } = stored;
  const { count, disablings } = history;
  const { renames } = statusOf(key);
  const [, cost] = /^\$insecure\$(\d+)\$[0-9a-f]{16}$/.exec(hash) ?? [];
  const isRehashed = key.createdBy.id !== `cost ${cost}`;
  const sound: Readonly<Record<string, boolean>> = {
    'was not issued exactly once': count('issued') === 1,
    'was purged, and is there': count('purged') === 0,
    'is revoked by its record or by its entries alone': count('revoked') === oneIf(key.revokedAt !== null),
    'was revoked at another time than its entry says': isSameTime(history.last('revoked'), key.revokedAt),
    'is rotated by its record or by its entries alone': count('rotated') === oneIf(key.rotatedAt !== null),
    'is rotated without a successor, or has one without':
      (key.rotatedAt === null) === (key.successorId === null),
    'has a successor that is not there': key.successorId === null || isKnown(key.successorId),
    'is disabled by its record or by its entries alone':
      disablerAfter(disablings.at(-1)) === key.disabledBy?.id,
    'was disabled twice by one actor, or enabled twice': disablings.every(
      (entry, index) => disablerAfter(entry) !== disablerAfter(disablings[index - 1]),
    ),
    'has another name than its entries say': count('renamed') === renames,
    'has half a hash': cost !== undefined,
    'was rehashed by its record or by its entries alone': count('rehashed') > 0 === isRehashed,
    'was used after it was revoked':
      key.revokedAt === null || key.lastUsedAt === null || key.lastUsedAt <= key.revokedAt,
  };
  return Object.keys(sound).filter((what) => sound[what] === false);
};

/** Who has the key disabled once this entry is written; `undefined`: nobody. */
function disablerAfter(entry: AuditEntry | undefined): string | undefined {
  return entry?.action === 'disabled' ? entry.actor.id : undefined;
}

const oneIf = (is: boolean): number => (is ? 1 : 0);

function isSameTime(entry: AuditEntry | undefined, at: Date | null): boolean {
  return entry === undefined || at === null || entry.at.getTime() === at.getTime();
}
