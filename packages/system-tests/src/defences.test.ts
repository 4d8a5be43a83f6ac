import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Anchor, anchorsIn, findAnchors } from '../defences/anchors.js';
import { defences } from '../defences/defences.js';
import { always, type Edit, never, remove, replace } from '../defences/edits.js';
import { type MadeEdit, unknownNames } from '../defences/unknown-names.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const edits = defences.flatMap((defence) => defence.edits);

// `npm run test:defences` takes minutes and runs last. This test finds quickly when a refactoring lost what a defence
// removes.
describe('each piece that the defences remove', () => {
  let anchors: readonly Anchor[];
  let unknownIn: (made: readonly MadeEdit[]) => readonly string[];
  beforeAll(() => {
    anchors = findAnchors(root);
    unknownIn = unknownNames(root, anchors);
  }, 60_000);

  it('has exactly one comment in the sources, and every such comment is used', () => {
    const names = anchors.map(({ name }) => name);
    expect(names.toSorted()).toEqual([...new Set(edits.map(({ anchor }) => anchor))].sort());
  });

  it('is replaced with code that uses only declared names', { timeout: 120_000 }, () => {
    const made = edits.flatMap((edit) =>
      anchors.filter(({ name }) => name === edit.anchor).map((anchor) => ({ edit, anchor })),
    );
    expect(roundsOf(made).flatMap(unknownIn)).toEqual([]);
  });
});

/** The edits in as few rounds as there can be, if each changes a file at most once. */
function roundsOf(made: readonly MadeEdit[]): readonly (readonly MadeEdit[])[] {
  const rounds: MadeEdit[][] = [];
  const counts = new Map<string, number>();
  for (const one of made) {
    const round = counts.get(one.anchor.file) ?? 0;
    counts.set(one.anchor.file, round + 1);
    rounds[round] = [...(rounds[round] ?? []), one];
  }
  return rounds;
}

describe('an edit', () => {
  const edited = (edit: Edit, source: string) =>
    anchorsIn('a.ts', source).reduce((code, found) => edit.apply(code, found), source);

  it.each([
    [remove('T01'), '// T01\nif (a) return;\nb();', '// T01\n;\nb();'],
    [remove('T01'), 'f([/* T01 */ a, b]);', 'f([/* T01 */  b]);'],
    [remove('T01'), 'f({ /* T01 */ a: 1, b });', 'f({ /* T01 */  b });'],
    [remove('T01'), 'q\n  // T01\n  .where(a)\n  .run();', 'q\n  // T01\n  \n  .run();'],
    [replace('T01', 'false'), 'if (a || /* T01 */ !b(c)) d();', 'if (a || /* T01 */ false) d();'],
    [replace('T01', 'x()'), 'f(() => /* T01 */ a.b(c).d, e);', 'f(() => /* T01 */ x(), e);'],
    [replace('T01', (piece) => `(${piece})`), 'f(/* T01 */ a, b);', 'f(/* T01 */ (a), b);'],
    [never('T01'), '// T01 word\nif (a(b)) c();', undefined],
    [never('T01 word'), '// T01 word\nif (a(b)) c();', '// T01 word\nif (false) c();'],
    [always('T01'), '// T01\nif (!(a)) b();\nelse c();', '// T01\nif (true) b();\nelse c();'],
  ])('changes the piece after its comment, and nothing else (%#)', (edit, source, expected) => {
    const [anchor] = anchorsIn('a.ts', source);
    if (expected === undefined) expect(anchor?.name).not.toBe(edit.anchor);
    else expect(edited(edit, source)).toBe(expected);
  });

  it('throws if it needs an if statement and there is none', () => {
    expect(() => edited(never('T01'), '// T01\na();')).toThrow('no if after the comment T01');
  });

  it('ignores other comments', () => {
    expect(
      anchorsIn('a.ts', '// T01: why\na(); // docs/threat-model.md, P08\nb(/* T01 as well */ c);'),
    ).toEqual([]);
  });
});
