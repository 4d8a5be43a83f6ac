/** One promise of a contract: its name says what holds, and `run` rejects where it does not. */
export interface Clause<Make> {
  readonly name: string;
  /** Runs against subjects that `make` makes, each fresh. Rejects with an assertion error where the promise is broken. */
  readonly run: (make: Make) => Promise<void>;
}
