/** When each key's `revoke()` was called and when it had resolved, by the key's place. */
export interface Revocations {
  readonly begun: Float64Array;
  readonly resolved: Float64Array;
}

/** What one process has verified: the same place in each list is the same verification. */
export interface Verifications {
  readonly key: Uint32Array;
  readonly started: Float64Array;
  readonly ended: Float64Array;
  readonly accepted: Uint8Array;
  /** How many did not end with an answer. */
  readonly faults: number;
}

/** How verifications lay in time to the revocation of their key, and what they said. */
export interface Judgement {
  readonly verifications: number;
  /** Had ended before `revoke()` was called. */
  readonly before: number;
  /** Were under way when `revoke()` resolved: either answer is right. */
  readonly inFlight: number;
  /** Started after `revoke()` had resolved. */
  readonly after: number;
  /** Started no later than a millisecond after it. */
  readonly rightAfter: number;
  /** Started after, and were accepted. There must be none. */
  readonly survivors: number;
  /** Had ended before, and were refused. There must be none. */
  readonly wronglyRefused: number;
  /** Ended without an answer. */
  readonly faults: number;
}

const millisecond = 1e6;

/** Compares what processes have verified with when another revoked it. */
export function judge({ begun, resolved }: Revocations, processes: readonly Verifications[]): Judgement {
  const counts = { verifications: 0, before: 0, inFlight: 0, after: 0, rightAfter: 0 };
  const wrong = { survivors: 0, wronglyRefused: 0, faults: 0 };
  for (const { key, started, ended, accepted, faults } of processes) {
    wrong.faults += faults;
    for (const [place, keyPlace] of key.entries()) {
      const [start = 0, end = 0] = [started[place], ended[place]];
      const [calledAt = 0, revokedAt = 0] = [begun[keyPlace], resolved[keyPlace]];
      const isAccepted = accepted[place] === 1;
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
