import {
  afterStep,
  canRotate,
  isAccepted,
  isSameStatus,
  type Status,
  type Step,
  untouched,
} from './status.js';

/** An owner's keys, as far as the process reported them. */
export interface OwnerJournal {
  readonly statuses: ReadonlyMap<string, Status>;
  /** The tokens that were returned, by key ID. */
  readonly tokens: ReadonlyMap<string, string>;
  /** The successors of the keys that were rotated, by key ID. */
  readonly successors: ReadonlyMap<string, string>;
  /** The step that the process began, and did not report as done. */
  readonly pending: Step | undefined;
}

/** What a process reported until it was killed. */
export interface Journal {
  readonly migrated: boolean;
  readonly owners: ReadonlyMap<string, OwnerJournal>;
  /** Whether revoked records may have been purged. */
  readonly purgeStarted: boolean;
  /** Keys that must be gone if they were revoked before this instant, in milliseconds. */
  readonly purged: ReadonlyMap<string, number>;
  /** How many steps were reported as done. */
  readonly done: number;
  /** Reports that contradict the state before them. */
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
  readonly created?: string;
  readonly token?: string;
  readonly purgedBefore?: number;
  readonly verified?: boolean;
}

/** An owner about whom nothing is known yet. */
export const newOwner: OwnerJournal = {
  statuses: new Map(),
  tokens: new Map(),
  successors: new Map(),
  pending: undefined,
};

/** Reads what a process printed. `before` is what was known about the owners. */
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
      contradictions.push(...impossibilities(owner, line));
      owners.set(line.owner, applyDone(owner, line));
      if (line.purgedBefore !== undefined) purge.done(line.owner, line.purgedBefore);
      done += 1;
    }
  }
  const { purged, hasStarted } = purge;
  return { migrated, owners, purged, purgeStarted: hasStarted(), done, contradictions };
}

/** Returns what several processes reported that ran at the same time, each about owners of its own. */
export function mergedJournal(journals: readonly Journal[]): Journal {
  return {
    migrated: journals.some(({ migrated }) => migrated),
    owners: new Map(journals.flatMap(({ owners }) => [...owners])),
    purgeStarted: journals.some(({ purgeStarted }) => purgeStarted),
    purged: new Map(journals.flatMap(({ purged }) => [...purged])),
    done: journals.reduce((total, { done }) => total + done, 0),
    contradictions: journals.flatMap(({ contradictions }) => contradictions),
  };
}

/** Records which keys a purge must have removed: those that were known to be revoked when it began. */
function purgeJournal(owners: ReadonlyMap<string, OwnerJournal>) {
  const revokedAtBegin = new Map<string, readonly string[]>();
  const purged = new Map<string, number>();
  return {
    purged,
    hasStarted: () => revokedAtBegin.size > 0,
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

function applyDone(owner: OwnerJournal, { changed, created, token }: Done): OwnerJournal {
  const step = pendingStep(owner);
  const statuses = new Map(changed ? statusesAfter(owner, step) : owner.statuses);
  const tokens = new Map(owner.tokens);
  const successors = new Map(owner.successors);
  if (created !== undefined) statuses.set(created, untouched);
  if (created !== undefined && token !== undefined) tokens.set(created, token);
  if (created !== undefined && step.verb === 'rotate') successors.set(step.keyId ?? '', created);
  return { statuses, tokens, successors, pending: undefined };
}

/** Returns the statuses of an owner's keys after a step, without the key that it may have created. */
export function statusesAfter(
  { statuses, successors }: Pick<OwnerJournal, 'statuses' | 'successors'>,
  step: Step,
): ReadonlyMap<string, Status> {
  const rotated = step.verb === 'rotate' ? statuses.get(step.keyId ?? '') : undefined;
  const endsGrace = step.endsGrace && rotated !== undefined && canRotate(rotated);
  const after = (keyId: string, status: Status) => {
    if (step.verb === 'revokeAll' || keyId === step.keyId) return afterStep(status, step);
    const isPredecessor = successors.get(keyId) === step.keyId;
    return endsGrace && isPredecessor ? afterStep(status, { ...step, verb: 'revoke' }) : status;
  };
  return new Map([...statuses].map(([keyId, status]) => [keyId, after(keyId, status)]));
}

const changesOneKey: ReadonlySet<Step['verb']> = new Set([
  ...(['rename', 'disable', 'enable', 'rotate', 'revoke', 'verify'] as const),
]);

/** Returns reports that can't be true: a verification must match the state, and a change must change something. */
function impossibilities(owner: OwnerJournal, line: Done): readonly string[] {
  const step = pendingStep(owner);
  const status = owner.statuses.get(step.keyId ?? '');
  if (status === undefined || !changesOneKey.has(step.verb)) return [];
  const isPossible =
    step.verb === 'verify'
      ? line.verified === undefined || line.verified === isAccepted(status)
      : line.changed !== isSameStatus(status, afterStep(status, step));
  if (isPossible) return [];
  return [`${JSON.stringify(line)} cannot follow from ${JSON.stringify({ step, status })}`];
}

function pendingStep({ pending }: OwnerJournal): Step {
  if (pending === undefined) throw new Error('a process reported a step as done that it never began');
  return pending;
}
