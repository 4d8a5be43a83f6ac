/** Cancels a scheduled call. Does nothing if the call was already made. */
export type Cancel = () => void;

/** Reads the time and schedules calls. */
export interface Clock {
  /** The wall clock, which may step back and forward. It decides expiry. */
  now(): Date;
  /** Milliseconds since some fixed instant; never steps back. */
  monotonicMs(): number;
  /** Calls `callback` once, after at least `ms` milliseconds. Must not keep the process alive. */
  schedule(ms: number, callback: () => void): Cancel;
}
