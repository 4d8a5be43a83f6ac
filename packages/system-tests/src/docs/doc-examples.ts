import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { root } from './pages.js';

/** Inside the package, so that examples can resolve their imports. Git ignores it. */
const folder = fileURLToPath(new URL('../../.docs-run/examples/', import.meta.url));

/** The `@example` of a doc comment. */
export interface DocExample {
  /** The source file, from the root of the repository. */
  readonly path: string;
  /** The line of the tag, starting at 1. */
  readonly line: number;
  readonly code: string;
}

/** TypeScript's error for a property that is set twice: what `…` is replaced with may have it as well. */
const overwrittenProperty = 2783;

/** Finds the examples in the sources of all packages. */
export function docExamples(): readonly DocExample[] {
  const files = readdirSync(`${root}packages`).flatMap((name) => sourcesIn(`packages/${name}/src`));
  return files.flatMap((path) => examplesIn(path, readFileSync(root + path, 'utf8')));
}

function sourcesIn(path: string): readonly string[] {
  const found = readdirSync(root + path, { recursive: true, encoding: 'utf8' });
  return found
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => `${path}/${name}`);
}

/** Finds the examples in a file. An example ends at the next tag, or with its comment. */
export function examplesIn(path: string, source: string): readonly DocExample[] {
  return [...source.matchAll(/^ *\* @example\n((?: *\* (?!@).*\n)+)/gm)].map((match) => ({
    path,
    line: source.slice(0, match.index).split('\n').length,
    code: (match[1] ?? '').replaceAll(/^ *\* /gm, ''),
  }));
}

/**
 * Type-checks examples against the sources. Names are looked up in the example itself, its file, the declarations of
 * `names-in-examples.ts`, its package, and the other packages, in this order. `…` stands for other properties.
 */
export function typeCheckExamples(
  examples: readonly DocExample[],
): (example: DocExample) => readonly string[] {
  mkdirSync(folder, { recursive: true });
  const options = { ...optionsOfTests(), noUnusedLocals: false, noUnusedParameters: false };
  const namesOf = exportedNames(examples, options);
  const files = new Map<DocExample, string>();
  for (const [index, example] of examples.entries()) {
    const file = `${folder}example-${index}.ts`;
    writeFileSync(file, moduleOf(example, namesOf));
    files.set(example, file);
  }
  const checked = ts.createProgram([...files.values()], options);
  return (example) => {
    const file = checked.getSourceFile(files.get(example) ?? '');
    const found = [...checked.getSyntacticDiagnostics(file), ...checked.getSemanticDiagnostics(file)];
    return found
      .filter(({ code }) => code !== overwrittenProperty)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  };
}

/** Removes everything that `typeCheckExamples` wrote. */
export function removeExamples(): void {
  rmSync(folder, { recursive: true, force: true });
}

const packages = [
  'core',
  'core/ports',
  'core/testing',
  'kysely/sqlite',
  'argon2',
  'argon2/node-rs',
  'http',
  'conformance',
  'conformance/middleware',
  'hono',
  'express',
  'fastify',
  'fetch',
];
const declared = (what: string) => `packages/system-tests/test-support/names-in-${what}examples.ts`;

/** Returns the modules in which the names of an example are looked up. */
function modulesFor({ path }: DocExample): readonly string[] {
  const [, name = ''] = path.split('/');
  const own = declared(`${name}-`);
  return [
    path,
    declared(''),
    exists(own) ? own : declared('hono-'),
    ...[name, ...packages].map(sourceOf).filter(exists),
  ];
}

function sourceOf(name: string): string {
  const [folder, subpath] = name.split('/');
  const source = `packages/${folder}/src/`;
  if (subpath === undefined) return `${source}index.ts`;
  const barrel = `${source}${subpath}.ts`;
  return exists(barrel) ? barrel : `${source}${subpath}/index.ts`;
}

function exists(path: string): boolean {
  return ts.sys.fileExists(root + path);
}

function moduleOf(example: DocExample, namesOf: (path: string) => readonly string[]): string {
  const taken = new Set<string>();
  const imports = modulesFor(example).map((path) => {
    const names = namesOf(path).filter((name) => !taken.has(name));
    for (const name of names) taken.add(name);
    return `import { ${names.join(', ')} } from '../../../../${path.replace(/\.ts$/, '.js')}';\n`;
  });
  // In a function, so that declarations of the example shadow the imports.
  return `${imports.join('')}export async function example() {\n${example.code.replaceAll('…', '...others')}\n}\n`;
}

function exportedNames(
  examples: readonly DocExample[],
  options: ts.CompilerOptions,
): (path: string) => readonly string[] {
  const paths = new Set(examples.flatMap(modulesFor));
  const program = ts.createProgram(
    [...paths].map((path) => root + path),
    options,
  );
  const checker = program.getTypeChecker();
  return (path) => {
    const file = program.getSourceFile(root + path);
    const symbol = file && checker.getSymbolAtLocation(file);
    return symbol ? checker.getExportsOfModule(symbol).map(({ name }) => name) : [];
  };
}

function optionsOfTests(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(`${root}tsconfig.tests.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root);
  return { ...options, verbatimModuleSyntax: false };
}
