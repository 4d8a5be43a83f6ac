/** One promise of a contract. Its name states the promise, and `run` rejects if the promise is broken. */
export interface Clause<Make> {
  readonly name: string;
  /** Runs against new subjects from `make`. Rejects with an assertion error if the promise is broken. */
  readonly run: (make: Make) => Promise<void>;
}
