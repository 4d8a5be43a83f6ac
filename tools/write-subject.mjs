// The subject with which a middleware's own tests run the contract, for processes that run the built packages.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import ts from 'typescript';

/** Compiles a file of a package's `test-support` into a file that imports the package by its name. */
export function writeSubject(packageName, file, target) {
  const path = new URL(`../packages/${packageName}/test-support/${file}`, import.meta.url);
  const compilerOptions = {
    module: ts.ModuleKind.ESNext,
    target: ts.ScriptTarget.ES2023,
    experimentalDecorators: true,
  };
  const { outputText } = ts.transpileModule(readFileSync(path, 'utf8'), { compilerOptions });
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, outputText.replace("'../src/index.js'", `'@postern/${packageName}'`));
}
