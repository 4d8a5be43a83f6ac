import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/**
 * A piece of a source file, found by the comment before it: a row of docs/threat-model.md, with a word if the row has
 * several, such as `// F04 turns` or `/* S01 *\/`. The comment stays with its piece when code is renamed or moved.
 */
export interface Anchor {
  readonly name: string;
  /** The path from the root of the repository. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
  /** The piece with the comma behind it, in a list or an object. */
  readonly endWithComma: number;
  /** The condition, if the piece is an `if`. */
  readonly condition: Range | undefined;
  readonly isStatement: boolean;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds the anchors in the packages and examples below a folder that is laid out like the repository: those of a name,
 * or all of them.
 */
export function findAnchors(root: string, name?: string): readonly Anchor[] {
  const folders = ['packages', 'examples'].flatMap((parent) =>
    readdirSync(`${root}/${parent}`).map((name) => `${parent}/${name}/src`),
  );
  const files = folders.flatMap((folder) => sourcesIn(root, folder));
  return files.flatMap((file) => {
    const source = readFileSync(`${root}/${file}`, 'utf8');
    if (name === undefined) return anchorsIn(file, source);
    // Parsing takes longer than reading.
    return source.includes(name) ? anchorsIn(file, source).filter((anchor) => anchor.name === name) : [];
  });
}

function sourcesIn(root: string, folder: string): readonly string[] {
  try {
    const paths = readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' });
    return paths
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
      .map((path) => `${folder}/${path}`);
  } catch {
    return []; // The package has no sources.
  }
}

const comment = /\/\/ (?<line>[A-Z]\d\d(?: [a-z-]+)?)\n\s*|\/\* (?<block>[A-Z]\d\d(?: [a-z-]+)?) \*\/\s*/g;

/** Finds the anchors in one file. */
export function anchorsIn(file: string, source: string): readonly Anchor[] {
  const comments = [...source.matchAll(comment)];
  if (comments.length === 0) return [];
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  return comments.map(({ 0: text, groups, index }) => {
    const name = groups?.line ?? groups?.block ?? '';
    const start = index + text.length;
    const node = source[start] === '.' ? callAt(tree, start) : outermostNodeAt(tree, start);
    if (node === undefined) throw new Error(`${file}: there is no code after the comment ${name}`);
    const { end } = node;
    return {
      name,
      file,
      start,
      end,
      endWithComma: source[end] === ',' ? end + 1 : end,
      condition: ts.isIfStatement(node) ? rangeOf(node.expression, tree) : undefined,
      isStatement: ts.isStatement(node),
    };
  });
}

function rangeOf(node: ts.Node, tree: ts.SourceFile): Range {
  return { start: node.getStart(tree), end: node.end };
}

function outermostNodeAt(tree: ts.SourceFile, start: number): ts.Node | undefined {
  const visit = (node: ts.Node): ts.Node | undefined =>
    node.getStart(tree) === start && !ts.isTemplateSpan(node) ? node : ts.forEachChild(node, visit);
  return ts.forEachChild(tree, visit);
}

/** Finds the call in a chain whose dot is at this position. */
function callAt(tree: ts.SourceFile, dot: number): ts.Node | undefined {
  const visit = (node: ts.Node): ts.Node | undefined => {
    const isFound =
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      node.expression.name.getFullStart() === dot + 1;
    return isFound ? node : ts.forEachChild(node, visit);
  };
  return ts.forEachChild(tree, visit);
}
