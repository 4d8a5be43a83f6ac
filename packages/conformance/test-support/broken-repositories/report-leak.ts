import { isDeepStrictEqual } from 'node:util';
import { type AuditEntry, keyState } from '@postern/core';
import type { LeakEntries, LeakOutcome, LeakReport } from '@postern/core/ports';
import { type BrokenRepository, type Defect, rememberingEntryIds, turn } from '../broken-repository.js';
import type { SoundRepository } from '../sound-repository.js';

type ReportLeak = SoundRepository['reportLeak'];

/** Reports leaks in another way. `send` is the sound one. */
const reporting =
  (how: (send: ReportLeak, sound: SoundRepository) => ReportLeak): Defect =>
  (sound) => ({ reportLeak: how(sound.reportLeak, sound) });

/** Changes a report before it is sent. */
const sending = (
  change: (report: LeakReport, sound: SoundRepository, entries: LeakEntries) => Partial<LeakReport>,
): Defect =>
  reporting(
    (send, sound) => async (report, entries) =>
      send({ ...report, ...change(report, sound, entries) }, entries),
  );

/** Answers some reports without sending them. */
const answering = (
  outcomeOf: (
    report: LeakReport,
    sound: SoundRepository,
    entries: LeakEntries,
  ) => Promise<LeakOutcome | undefined> | LeakOutcome | undefined,
): Defect =>
  reporting(
    (send, sound) => async (report, entries) =>
      (await outcomeOf(report, sound, entries)) ?? send(report, entries),
  );

/** Decides itself whether an earlier report is still known, by the entries of the key, newest first. */
const deciding = (isKnown: (entries: readonly AuditEntry[], report: LeakReport) => boolean): Defect =>
  reporting((send, sound) => async (report, entries) => {
    const found = await sound.history({ of: { keyId: report.keyId }, after: null, limit: 1_000 });
    const knownSince = isKnown(found, report) ? new Date(0) : new Date(8.64e15);
    return send({ ...report, knownSince }, entries);
  });

const isReport = ({ action }: AuditEntry) => action === 'leak_reported';

const nothing: LeakOutcome = { recorded: false, changed: false };
const states = 'reportLeak records a leak in every';
const takeover = 'reportLeak takes over a disabling';
const expiry = 'S06 reportLeak judges';
const window = 'F13 reportLeak adds one';
const latest = 'F13 reportLeak finds the latest';
const others = 'reportLeak takes only leak_reported';
const known = 'reportLeak ends a record whose leak';
const again = 'S04 reportLeak changes nothing the second';
const rivals = ['F13 of ten reports of one key at', 'F13 of ten reports of one key through'];

/** Repositories whose `reportLeak` is broken. */
export const brokenReports: readonly BrokenRepository[] = [
  [
    'records no leak of a key that has ended',
    answering(({ keyId, at }, sound) => {
      const key = sound.recordOf(keyId)?.key;
      return key !== undefined && keyState(key, at) === 'revoked' ? nothing : undefined;
    }),
    states,
  ],
  [
    'does not revoke an expired key whose token leaked',
    sending(({ keyId, at, response }, sound) => {
      const key = sound.recordOf(keyId)?.key;
      return key !== undefined && keyState(key, at) === 'expired' ? { response: 'notify' } : { response };
    }),
    states,
  ],
  [
    'leaves a disabling by another actor when a token leaks',
    sending(({ keyId, response }, sound) => {
      const isDisabled = sound.recordOf(keyId)?.key.disabledAt != null;
      return { response: isDisabled && response === 'disable' ? 'notify' : response };
    }),
    states,
    takeover,
  ],
  [
    'disables a key again when its reporter has disabled it',
    reporting((send, sound) => async (report, entries) => {
      const outcome = await send(report, entries);
      const key = sound.recordOf(report.keyId)?.key;
      const isOwn = report.response === 'disable' && isDeepStrictEqual(key?.disabledBy, report.by);
      return { ...outcome, changed: isOwn || outcome.changed };
    }),
    takeover,
    again,
    ...rivals,
  ],
  [
    'takes actors with the same ID for the same one when a token leaks',
    sending(({ keyId, by, response }, sound) => {
      const isAlike = sound.recordOf(keyId)?.key.disabledBy?.id === by.id;
      return { response: isAlike && response === 'disable' ? 'notify' : response };
    }),
    takeover,
  ],
  [
    'disables a leaked key that expires in the next millisecond as if it had expired',
    sending(({ keyId, at, response }, sound) => {
      const expiresAt = sound.recordOf(keyId)?.key.expiresAt ?? undefined;
      const isSoon = expiresAt !== undefined && expiresAt.getTime() === at.getTime() + 1;
      return { response: isSoon ? 'notify' : response };
    }),
    expiry,
  ],
  [
    'records a leak that was reported at the beginning of the window again',
    sending(({ knownSince }) => ({ knownSince: new Date(knownSince.getTime() + 1) })),
    window,
  ],
  ['records the leak of a key once and never again', sending(() => ({ knownSince: new Date(0) })), window],
  [
    'looks for the report of a leak among the last two audit entries of a key',
    deciding((entries, { knownSince }) =>
      entries
        .slice(0, 2)
        .filter(isReport)
        .some(({ at }) => at >= knownSince),
    ),
    latest,
    ...rivals,
  ],
  [
    'takes the first report of a leak for the only one',
    deciding((entries, { knownSince }) =>
      entries
        .filter(isReport)
        .slice(-1)
        .some(({ at }) => at >= knownSince),
    ),
    latest,
    ...rivals,
  ],
  [
    'does not know the report of a leak by a clock that is ahead',
    deciding((entries, { at: now, knownSince }) =>
      entries.filter(isReport).some(({ at }) => at >= knownSince && at <= now),
    ),
    latest,
    ...rivals,
  ],
  [
    'takes any audit entry of a key for a report of a leak',
    answering(async ({ keyId, knownSince }, sound) => {
      const [last] = await sound.history({ of: { keyId }, after: null, limit: 1 });
      return last !== undefined && last.at >= knownSince ? nothing : undefined;
    }),
    others,
    known,
  ],
  [
    'takes the report of another key for one of this key',
    (sound) => {
      const reported = new Map<string, Date>();
      return {
        async reportLeak(report, entries) {
          const outcome = await sound.reportLeak(report, entries);
          const isKnown = [...reported].some(
            ([id, at]) => id !== report.keyId && at.getTime() === report.at.getTime(),
          );
          reported.set(report.keyId, report.at);
          return isKnown ? { ...outcome, recorded: false } : outcome;
        },
      };
    },
    states,
    takeover,
    expiry,
    ...rivals,
  ],
  [
    'leaves a key whose leak is known as it is',
    answering(async ({ keyId, knownSince }, sound) => {
      const found = await sound.history({ of: { keyId }, after: null, limit: 100 });
      const isKnown = found.some(({ action, at }) => action === 'leak_reported' && at >= knownSince);
      return isKnown ? nothing : undefined;
    }),
    known,
  ],
  [
    'also changes the other keys of an owner whose key leaked',
    reporting((send, sound) => async (report, entries) => {
      const { owner } = entries.reported;
      const page = { state: 'all', now: report.at, after: null, limit: 100 } as const;
      for (const { id } of await sound.list({ ...page, owner }))
        if (id !== report.keyId) sound.overwrite(id, { reason: 'leaked' });
      return send(report, entries);
    }),
    'reportLeak leaves the other',
    window,
    'S04 a concurrent reportLeak does',
    'S01 find and get see reportLeak',
  ],
  [
    'reports success for a leak of a missing key',
    answering(({ keyId }, sound) =>
      sound.recordOf(keyId) === undefined ? { recorded: true, changed: false } : undefined,
    ),
    'reportLeak writes nothing if there is no',
  ],
  [
    'looks for an earlier report, and waits before it writes',
    reporting((send, sound) => async (report, entries) => {
      const { keyId, knownSince } = report;
      const found = await sound.history({ of: { keyId }, after: null, limit: 100 });
      const isKnown = found.some(({ action, at }) => action === 'leak_reported' && at >= knownSince);
      await turn();
      return send(isKnown ? report : { ...report, knownSince: new Date(8.64e15) }, entries);
    }),
    ...rivals,
  ],
  [
    'takes turns only with reports through the same connection',
    (sound) => {
      let last: Promise<unknown> = Promise.resolve();
      return {
        reportLeak(report, entries) {
          const { keyId, knownSince } = report;
          const next = last.then(async () => {
            const found = await sound.history({ of: { keyId }, after: null, limit: 100 });
            const isKnown = found.some(({ action, at }) => action === 'leak_reported' && at >= knownSince);
            await turn();
            return sound.reportLeak(isKnown ? report : { ...report, knownSince: new Date(8.64e15) }, entries);
          });
          last = next;
          return next;
        },
      };
    },
    'F13 of ten reports of one key through',
  ],
  [
    'undoes revocations when it reports a leak, because it writes back the whole record',
    reporting((send, sound) => async (report, entries) => {
      const sent = send(report, entries);
      const written = sound.recordOf(report.keyId);
      await Promise.allSettled([sent, turn()]);
      const outcome = await sent;
      if (outcome.changed && written !== undefined) sound.restore(written);
      return outcome;
    }),
    'S04 a concurrent reportLeak does',
  ],
  [
    'revokes the successor of a leaked key as well',
    reporting((send, sound) => async (report, entries) => {
      const successorId = sound.recordOf(report.keyId)?.key.successorId;
      const outcome = await send(report, entries);
      if (outcome.changed && successorId != null) sound.overwrite(successorId, { revokedAt: report.at });
      return outcome;
    }),
    'reportLeak leaves the other records',
  ],
  [
    'forgets the last use of a leaked key',
    reporting((send, sound) => async (report, entries) => {
      const outcome = await send(report, entries);
      if (outcome.changed) sound.overwrite(report.keyId, { lastUsedAt: null });
      return outcome;
    }),
    states,
  ],
  [
    'writes no audit entry of the change when a token leaks',
    reporting((send, sound) => (report, entries) => {
      if (entries.changed !== null) sound.hide(entries.changed);
      return send(report, entries);
    }),
    states,
    takeover,
    expiry,
    known,
    ...rivals,
  ],
  [
    'reports a leak and then refuses an audit entry',
    (sound) => {
      const { taken, insert } = rememberingEntryIds(sound);
      return {
        insert,
        async reportLeak(report, entries) {
          const outcome = await sound.reportLeak(report, entries);
          const written = [entries.reported.id, entries.changed?.id ?? ''];
          if (written.some((id) => taken.has(id))) throw new Error('taken');
          return outcome;
        },
      };
    },
    'reportLeak writes nothing if one',
  ],
];
