import { expect, it } from 'vitest';
import type { Clause } from '../src/clause.js';

/** What the subject does wrong, how, and the beginnings of the names of the clauses that must fail. */
export type BrokenPart<Defect> = readonly [does: string, defect: Defect, ...beginnings: string[]];

/**
 * Declares tests that each defect breaks the clauses named next to it and no others, and that every clause is named by
 * a defect.
 *
 * @param mayNotice returns the clauses that are worth running: the others can't notice the defect.
 */
export function itCatches<Make, Defect>(
  clauses: readonly Clause<Make>[],
  brokenBy: (defect: Defect) => Make,
  defects: readonly BrokenPart<NoInfer<Defect>>[],
  mayNotice: (defect: Defect) => readonly Clause<Make>[] = () => clauses,
): void {
  const cases = defects.map(([does, defect, ...beginnings]) => ({
    does,
    defect,
    named: beginnings.map((beginning) => onlyClause(clauses, beginning).name),
  }));

  for (const { does, defect, named } of cases) {
    it(`a subject that ${does} breaks exactly the clauses named here`, async () => {
      expect(await brokenClauses(mayNotice(defect), brokenBy(defect))).toEqual(inOrder(clauses, named));
    });
  }

  it('every clause is broken by one of these subjects', () => {
    const caught = new Set(cases.flatMap(({ named }) => named));
    expect(clauses.map(({ name }) => name).filter((name) => !caught.has(name))).toEqual([]);
  });
}

/** The names of the clauses that a subject breaks. Fails if one rejects with anything but an assertion error. */
async function brokenClauses<Make>(clauses: readonly Clause<Make>[], make: Make): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const { name, run } of clauses) {
    await run(make, { skip: notSkipped }).catch((error: unknown) => {
      if (!(error instanceof Error && error.name === 'AssertionError')) throw error;
      broken.push(name);
    });
  }
  return broken;
}

/** A broken subject has every hook, so that it can break every clause. */
function notSkipped(reason: string): never {
  throw new Error(reason);
}

function inOrder<Make>(clauses: readonly Clause<Make>[], names: readonly string[]): readonly string[] {
  return clauses.map(({ name }) => name).filter((name) => names.includes(name));
}

function onlyClause<Make>(clauses: readonly Clause<Make>[], beginning: string): Clause<Make> {
  const [clause, ...others] = clauses.filter(({ name }) => name.startsWith(beginning));
  if (clause === undefined || others.length > 0)
    throw new Error(`exactly one clause must begin with: ${beginning}`);
  return clause;
}
