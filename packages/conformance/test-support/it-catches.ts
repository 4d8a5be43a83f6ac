import { expect, it } from 'vitest';
import type { Clause } from '../src/clause.js';

/** What is broken, how, and the beginnings of the names of the clauses that must notice. */
export type BrokenPart<Defect> = readonly [does: string, defect: Defect, ...beginnings: string[]];

/**
 * Declares that each clause notices each defect that names it, that each defect names clauses that there are, and that
 * every clause is named by a defect.
 */
export function itCatches<Make, Defect>(
  clauses: readonly Clause<Make>[],
  brokenBy: (defect: Defect) => Make,
  defects: readonly BrokenPart<NoInfer<Defect>>[],
): void {
  const cases = defects.flatMap(([does, defect, ...beginnings]) =>
    beginnings.map((beginning) => ({ does, defect, clause: onlyClause(clauses, beginning) })),
  );

  for (const { does, defect, clause } of cases) {
    it(`${clause.name}: notices what ${does}`, async () => {
      await expect(clause.run(brokenBy(defect))).rejects.toMatchObject({ name: 'AssertionError' });
    });
  }

  it('has no clause that notices nothing', () => {
    const named = new Set(cases.map(({ clause }) => clause.name));
    expect(clauses.map(({ name }) => name).filter((name) => !named.has(name))).toEqual([]);
  });
}

/** The same with one defect for each clause, under its name. */
export function itCatchesOneEach<Make, Defect>(
  clauses: readonly Clause<Make>[],
  brokenBy: (defect: Defect) => Make,
  defects: Readonly<Record<string, NoInfer<Defect>>>,
): void {
  for (const { name, run } of clauses) {
    it(`${name}: notices its defect`, async () => {
      const defect = defects[name];
      if (defect === undefined) throw new Error(`no defect: ${name}`);
      await expect(run(brokenBy(defect))).rejects.toMatchObject({ name: 'AssertionError' });
    });
  }

  it('has a defect for each clause, and none under another name', () => {
    expect(Object.keys(defects).toSorted()).toEqual(clauses.map(({ name }) => name).toSorted());
  });
}

function onlyClause<Make>(clauses: readonly Clause<Make>[], beginning: string): Clause<Make> {
  const [clause, ...others] = clauses.filter(({ name }) => name.startsWith(beginning));
  if (clause === undefined || others.length > 0) throw new Error(`not exactly one clause: ${beginning}`);
  return clause;
}
