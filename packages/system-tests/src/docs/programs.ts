import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { type CodeBlock, isProgram } from './code-blocks.js';
import { root } from './pages.js';

/**
 * Inside the package, so that programs can resolve their imports. Git ignores it. Other tests use other folders there.
 */
const inPackage = fileURLToPath(new URL('../../.docs-run/programs/', import.meta.url));

/** Printed between two blocks. */
const separator = '--- the next block ---';

/** A `ts` or `js` block, with all blocks that continue it. */
export interface Program {
  readonly blocks: readonly CodeBlock[];
  readonly source: string;
  readonly typeScriptFile: string;
  readonly javaScriptFile: string;
  /** Whether Vitest runs it. */
  readonly isTestFile: boolean;
  /** Whether it is a server, which runs until it is stopped. */
  readonly serves: boolean;
}

/** Writes the `ts` and `js` blocks of a page as programs, into a folder from which their imports can be resolved. */
export function pagePrograms(
  path: string,
  blocks: readonly CodeBlock[],
  folder: string = inPackage,
): readonly Program[] {
  const chains: CodeBlock[][] = [];
  for (const block of blocks.filter(({ language }) => isProgram(language))) {
    if (block.mark === 'continues') chains.at(-1)?.push(block);
    else chains.push([block]);
  }
  mkdirSync(folder, { recursive: true });
  // Without it, Vitest would find the configuration of this repository, which a reader doesn't have.
  writeFileSync(`${folder}vitest.config.mjs`, 'export default {};\n');
  const name = path.replaceAll(/[/.]/g, '-');
  return chains.map((chain) => writeProgram(`${folder}${name}-${chain[0]?.line}`, chain));
}

function writeProgram(path: string, blocks: readonly CodeBlock[]): Program {
  const source = blocks.map(({ code }) => code).join(`\nconsole.log('${separator}');\n`);
  const typeScriptFile = `${path}.mts`;
  const isTestFile = source.includes("from 'vitest'");
  const javaScriptFile = `${path}${isTestFile ? '.test' : ''}.mjs`;
  const target = {
    module: ts.ModuleKind.ESNext,
    target: ts.ScriptTarget.ES2023,
    // For Nest's decorators.
    experimentalDecorators: true,
  };
  writeFileSync(typeScriptFile, source);
  // `js` runs as a reader would run it: unchanged, not as a compiler would emit it.
  const isPlain = blocks.every(({ language }) => language === 'js');
  const { outputText } = ts.transpileModule(source, { compilerOptions: target });
  writeFileSync(javaScriptFile, isPlain ? source : outputText);
  const serves = source.includes('process.env.PORT');
  return { blocks, source, typeScriptFile, javaScriptFile, isTestFile, serves };
}

/** Splits the output of a program by block. If the program failed, the last block is the one in which it failed. */
export function printedByBlocks(printed: string): readonly string[] {
  return printed.split(`${separator}\n`);
}

/**
 * Type-checks programs against the packages that their imports resolve to, as a reader's compiler would. Returns a
 * lookup of a block's errors.
 */
export function typeCheck(
  programs: readonly Program[],
  options: ts.CompilerOptions = optionsOfTests(),
): (program: Program, block: CodeBlock) => readonly string[] {
  const checked = ts.createProgram(
    programs.map(({ typeScriptFile }) => typeScriptFile),
    // An example may declare names that it doesn't use.
    { ...options, noUnusedLocals: false, noUnusedParameters: false },
  );
  return ({ typeScriptFile, source, blocks }, block) => {
    const file = checked.getSourceFile(typeScriptFile);
    const found = [...checked.getSyntacticDiagnostics(file), ...checked.getSemanticDiagnostics(file)];
    return found
      .filter(({ start = 0 }) => blocks[source.slice(0, start).split(separator).length - 1] === block)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  };
}

/** The options of this repository, with the built packages instead of their sources. */
function optionsOfTests(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(`${root}tsconfig.tests.json`, ts.sys.readFile);
  return { ...ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root).options, paths: {} };
}

/** Removes everything that `pagePrograms` wrote into the package. */
export function removePrograms(): void {
  rmSync(inPackage, { recursive: true, force: true });
}
