import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { brokenRepositories } from '../../test-support/broken-repositories/all.js';
import { keyRepositoryContract } from './key-repository-contract.js';

const guide = readFileSync(new URL('../../../../docs/write-a-repository.md', import.meta.url), 'utf8');

/** A clause, or several that differ only in the change that they make. */
interface Row {
  readonly name: string;
  readonly clauses: readonly string[];
}

/** Which changes are called `*change*` in the table. The longest comes first. */
const changes =
  /\b(disable \(taking over\)|insertIdempotent|claimOffer|recordUses|reportLeak|revokeAll|disable|enable|insert|purge|rehash|rename|revoke|rotate)/;
const byHand = /\b(a revocation|a disabling|an enabling|another \w+|other scopes|a deletion)(?= by hand)/;

function rowsOf(clauses: readonly string[]): readonly Row[] {
  const groups = new Map<string, string[]>();
  for (const name of clauses) {
    const shared = name.replace(changes, '*change*').replace(byHand, '*change*');
    groups.set(shared, [...(groups.get(shared) ?? []), name]);
  }
  return [...groups].flatMap(([name, group]) =>
    group.length > 2 ? [{ name, clauses: group }] : group.map((only) => ({ name: only, clauses: [only] })),
  );
}

/** The mistakes that the clauses find and that break the fewest other clauses: two for a clause of its own, at most. */
function mistakes({ clauses }: Row): readonly string[] {
  const found = brokenRepositories.filter(([, , ...beginnings]) =>
    clauses.some((name) => beginnings.some((beginning) => name.startsWith(beginning))),
  );
  const [first, second] = found.toSorted((one, other) => one.length - other.length);
  if (first === undefined) throw new Error(`no broken repository breaks ${clauses}`);
  const isAsSpecific = clauses.length === 1 && second?.length === first.length;
  return isAsSpecific ? [first[0], second[0]] : [first[0]];
}

const cell = (text: string) => text.replaceAll('__proto__', '`__proto__`');

it('the guide ends with what each clause finds', () => {
  const rows = rowsOf(keyRepositoryContract.map(({ name }) => name));
  const lines = rows.map((row) => `| ${cell(row.name)} | ${cell(mistakes(row).join('; or '))} |`);
  const table = ['| clause | finds a repository that |', '| --- | --- |', ...lines, ''].join('\n');
  // To update the guide, copy the lines from the difference that the failed test prints.
  expect(guide.slice(guide.indexOf('| clause | finds'))).toBe(table);
});
