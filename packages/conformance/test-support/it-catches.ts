import { expect, it } from 'vitest';
import type { Clause } from '../src/clause.js';

/** What is broken, how, and the beginnings of the names of the clauses that must notice. */
export type BrokenPart<Defect> = readonly [does: string, defect: Defect, ...beginnings: string[]];

/**
 * Declares that each defect breaks the clauses that it names and no other one of these, and that every clause is named
 * by a defect.
 */
export function itCatches<Make, Defect>(
  clauses: readonly Clause<Make>[],
  brokenBy: (defect: Defect) => Make,
  defects: readonly BrokenPart<NoInfer<Defect>>[],
): void {
  const cases = defects.map(([does, defect, ...beginnings]) => ({
    does,
    defect,
    named: beginnings.map((beginning) => onlyClause(clauses, beginning).name),
  }));

  for (const { does, defect, named } of cases) {
    it(`one that ${does} breaks the clauses that it names, and no other`, async () => {
      expect(await brokenClauses(clauses, brokenBy(defect))).toEqual(inOrder(clauses, named));
    });
  }

  it('has no clause that catches nothing', () => {
    const caught = new Set(cases.flatMap(({ named }) => named));
    expect(clauses.map(({ name }) => name).filter((name) => !caught.has(name))).toEqual([]);
  });
}

/** The names of the clauses that a subject breaks; fails where one ends otherwise than by an assertion. */
async function brokenClauses<Make>(clauses: readonly Clause<Make>[], make: Make): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const { name, run } of clauses) {
    await run(make).catch((error: unknown) => {
      if (!(error instanceof Error && error.name === 'AssertionError')) throw error;
      broken.push(name);
    });
  }
  return broken;
}

function inOrder<Make>(clauses: readonly Clause<Make>[], names: readonly string[]): readonly string[] {
  return clauses.map(({ name }) => name).filter((name) => names.includes(name));
}

function onlyClause<Make>(clauses: readonly Clause<Make>[], beginning: string): Clause<Make> {
  const [clause, ...others] = clauses.filter(({ name }) => name.startsWith(beginning));
  if (clause === undefined || others.length > 0) throw new Error(`not exactly one clause: ${beginning}`);
  return clause;
}
