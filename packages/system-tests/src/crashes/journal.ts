import { afterStep, isAccepted, isSameStatus, type Status, type Step, untouched } from './status.js';

/** An owner's keys, as far as whoever waited for the process knows. */
export interface OwnerJournal {
  readonly statuses: ReadonlyMap<string, Status>;
  /** The tokens that were returned, by key ID. */
  readonly tokens: ReadonlyMap<string, string>;
  /** What was begun, and not said to be done. */
  readonly pending: Step | undefined;
}

/** What a process said until it was killed. */
export interface Journal {
  readonly migrated: boolean;
  readonly owners: ReadonlyMap<string, OwnerJournal>;
  /** Whether revoked records may have gone. */
  readonly purgeBegun: boolean;
  /** Keys that must have gone, where they were revoked before this instant, in milliseconds. */
  readonly purged: ReadonlyMap<string, number>;
  /** How many steps it was told were done. */
  readonly done: number;
  /** What it was told that can't have been. */
  readonly contradictions: readonly string[];
}

/** A line that a process printed. */
type Line =
  | { readonly event: 'ready' }
  | { readonly event: 'migrated' }
  | ({ readonly event: 'begin' } & Step)
  | Done;

interface Done {
  readonly event: 'done';
  readonly owner: string;
  readonly changed: boolean;
  readonly made?: string;
  readonly token?: string;
  readonly purgedBefore?: number;
  readonly verified?: boolean;
}

/** An owner of whom nothing is known yet. */
export const newOwner: OwnerJournal = { statuses: new Map(), tokens: new Map(), pending: undefined };

/** Reads what a process said, of owners of whom something was known before. */
export function readJournal(lines: readonly string[], before: ReadonlyMap<string, OwnerJournal>): Journal {
  const owners = new Map(before);
  const contradictions: string[] = [];
  const purge = purgeJournal(owners);
  let migrated = false;
  let done = 0;
  for (const line of lines.map((text): Line => JSON.parse(text))) {
    if (line.event === 'ready') continue;
    if (line.event === 'migrated') migrated = true;
    else if (line.event === 'begin') {
      const { event: _, ...pending } = line;
      owners.set(line.owner, { ...(owners.get(line.owner) ?? newOwner), pending });
      if (line.verb === 'purge') purge.begin(line.owner);
    } else {
      const owner = owners.get(line.owner) ?? newOwner;
      contradictions.push(...impossible(owner, line));
      owners.set(line.owner, applyDone(owner, line));
      if (line.purgedBefore !== undefined) purge.done(line.owner, line.purgedBefore);
      done += 1;
    }
  }
  const { purged, hasBegun } = purge;
  return { migrated, owners, purged, purgeBegun: hasBegun(), done, contradictions };
}

/** Notes which keys a purge must have removed: those of which it was known that they are revoked, when it was begun. */
function purgeJournal(owners: ReadonlyMap<string, OwnerJournal>) {
  const revokedAtBegin = new Map<string, readonly string[]>();
  const purged = new Map<string, number>();
  return {
    purged,
    hasBegun: () => revokedAtBegin.size > 0,
    begin(by: string) {
      const known = [...owners.values()].flatMap(({ statuses }) => [...statuses]);
      revokedAtBegin.set(
        by,
        known.filter(([, { revoked }]) => revoked).map(([keyId]) => keyId),
      );
    },
    done(by: string, before: number) {
      for (const keyId of revokedAtBegin.get(by) ?? []) purged.set(keyId, before);
    },
  };
}

function applyDone(owner: OwnerJournal, { changed, made, token }: Done): OwnerJournal {
  const step = begun(owner);
  const statuses = new Map(changed ? statusesAfter(owner.statuses, step) : owner.statuses);
  const tokens = new Map(owner.tokens);
  if (made !== undefined) statuses.set(made, untouched);
  if (made !== undefined && token !== undefined) tokens.set(made, token);
  return { statuses, tokens, pending: undefined };
}

/** What a step makes of all keys of its owner, but for the key that it may make. */
export function statusesAfter(
  statuses: ReadonlyMap<string, Status>,
  step: Step,
): ReadonlyMap<string, Status> {
  const isConcerned = (keyId: string) => step.verb === 'revokeAll' || keyId === step.keyId;
  return new Map(
    [...statuses].map(([keyId, status]) => [keyId, isConcerned(keyId) ? afterStep(status, step) : status]),
  );
}

const changesOneKey: ReadonlySet<Step['verb']> = new Set([
  ...(['rename', 'disable', 'enable', 'rotate', 'revoke', 'verify'] as const),
]);

/** Says what a process can't have been told: a verification goes by the state, and a change changes something. */
function impossible(owner: OwnerJournal, line: Done): readonly string[] {
  const step = begun(owner);
  const status = owner.statuses.get(step.keyId ?? '');
  if (status === undefined || !changesOneKey.has(step.verb)) return [];
  const isPossible =
    step.verb === 'verify'
      ? line.verified === undefined || line.verified === isAccepted(status)
      : line.changed !== isSameStatus(status, afterStep(status, step));
  if (isPossible) return [];
  return [`${JSON.stringify(line)} can not follow from ${JSON.stringify({ step, status })}`];
}

function begun({ pending }: OwnerJournal): Step {
  if (pending === undefined)
    throw new Error('a process was told that something is done which it never began');
  return pending;
}
