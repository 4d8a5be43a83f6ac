import process from 'node:process';

/** One promise of a contract. Its name states the promise, and `run` rejects if the promise is broken. */
export interface Clause<Make> {
  readonly name: string;
  /** The optional part of the subject that the clause needs, such as `damage`. */
  readonly needs?: string;
  /**
   * Runs against new subjects from `make`. Rejects with an assertion error if the promise is broken.
   *
   * If the subject doesn't have what the clause needs, nothing is checked, and `test` is skipped with the reason.
   * Without a `test`, the process emits a warning, once for each missing part.
   */
  readonly run: (make: Make, test?: SkippableTest) => Promise<void>;
}

/** The context of a test, as `node:test` and Vitest pass it to the function of the test. */
export interface SkippableTest {
  skip(reason: string): void;
}

const reported = new Set<string>();

/** Reports that a clause was not checked, because the subject doesn't have a part that it needs. */
export function reportNotChecked(part: string, test: SkippableTest | undefined): void {
  if (test !== undefined) {
    test.skip(`not checked: the subject has no ${part}`);
  } else if (!reported.has(part)) {
    reported.add(part);
    process.emitWarning(`clauses that need ${part} are not checked: the subject doesn't have it`, {
      code: 'POSTERN_NOT_CHECKED',
      detail: 'To see which, pass on the context of each test: it(name, (test) => run(make, test)).',
    });
  }
}
