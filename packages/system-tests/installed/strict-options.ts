import ts from 'typescript';

/** The options of an application that checks everything it can, the declarations of packages included. */
export function strictOptions(folder: string): ts.CompilerOptions {
  return {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    noEmit: true,
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    // For Nest's decorators.
    experimentalDecorators: true,
    types: ['node'],
    typeRoots: [`${folder}node_modules/@types`],
  };
}
