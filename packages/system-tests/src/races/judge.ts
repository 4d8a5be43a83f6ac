/** When `revoke()` was called and when it resolved, by the index of the key. */
export interface Revocations {
  readonly begun: ArrayLike<number>;
  readonly resolved: ArrayLike<number>;
}

/** The verifications of one process. The same index in each list is the same verification. */
export interface Verifications {
  readonly key: ArrayLike<number>;
  readonly started: ArrayLike<number>;
  readonly ended: ArrayLike<number>;
  readonly accepted: ArrayLike<number>;
  /** How many verifications failed without an answer. */
  readonly faults: number;
}

/** Counts of verifications by their time relative to the revocation of their key, and by their answer. */
export interface Judgement {
  readonly verifications: number;
  /** Ended before `revoke()` was called. */
  readonly before: number;
  /** Were under way when `revoke()` resolved, so either answer is correct. */
  readonly inFlight: number;
  /** Started after `revoke()` resolved. */
  readonly after: number;
  /** Started less than a millisecond after `revoke()` resolved. */
  readonly rightAfter: number;
  /** Started after `revoke()` resolved, and were accepted. There must be none. */
  readonly survivors: number;
  /** Ended before `revoke()` was called, and were refused. There must be none. */
  readonly wronglyRefused: number;
  /** Failed without an answer. */
  readonly faults: number;
}

const millisecond = 1e6;

/** Compares the verifications of several processes with the revocations by another. */
export function judge({ begun, resolved }: Revocations, processes: readonly Verifications[]): Judgement {
  const counts = { verifications: 0, before: 0, inFlight: 0, after: 0, rightAfter: 0 };
  const wrong = { survivors: 0, wronglyRefused: 0, faults: 0 };
  for (const { key, started, ended, accepted, faults } of processes) {
    wrong.faults += faults;
    for (const [index, keyIndex] of Array.from(key).entries()) {
      const [start = 0, end = 0] = [started[index], ended[index]];
      const [calledAt = 0, revokedAt = 0] = [begun[keyIndex], resolved[keyIndex]];
      const isAccepted = accepted[index] === 1;
      counts.verifications += 1;
      if (end < calledAt) {
        counts.before += 1;
        if (!isAccepted) wrong.wronglyRefused += 1;
      }
      if (start > revokedAt) {
        counts.after += 1;
        if (start < revokedAt + millisecond) counts.rightAfter += 1;
        if (isAccepted) wrong.survivors += 1;
      }
      if (start <= revokedAt && end >= revokedAt) counts.inFlight += 1;
    }
  }
  return { ...counts, ...wrong };
}
