/** Takes a scheduled call back. Does nothing once the call was made. */
export type Cancel = () => void;

/** Tells the time and calls back later. */
export interface Clock {
  /** The wall clock; it may step back and forward. Expiry is judged by it. */
  now(): Date;
  /** Milliseconds since some fixed instant; never steps back. */
  monotonicMs(): number;
  /** Calls `callback` once, after `ms` milliseconds at the earliest. Must not keep the process alive. */
  schedule(ms: number, callback: () => void): Cancel;
}
