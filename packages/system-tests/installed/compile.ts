import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A version of TypeScript in `tools/compilers`. */
export type TypeScript = '5.4' | '5.9' | '6' | '7';

/** How a compiler finds packages. */
export type Resolution = 'node16' | 'nodenext' | 'bundler';

/** What an application asks its compiler. */
export interface Compilation {
  readonly typescript: TypeScript;
  readonly resolution?: Resolution;
  /** Names of files in the folder. */
  readonly files: readonly string[];
  /** Whose types are there: `@types/node` by default. */
  readonly types?: readonly string[];
}

export interface Compiled {
  readonly errors: readonly CompilerError[];
  /** Returns the declarations that were written for a file. */
  readonly declarations: (file: string) => string;
}

interface CompilerError {
  /** The package whose declarations have the error, or the file of the application. */
  readonly in: string;
  readonly message: string;
}

/** Compiles files of a folder as an application does that checks the declarations of packages as well. */
export async function compile(
  folder: string,
  { typescript, resolution = 'nodenext', files, types = ['node'] }: Compilation,
): Promise<Compiled> {
  const name = `${typescript}-${resolution}-${files[0]}`;
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    declaration: true,
    emitDeclarationOnly: true,
    target: 'es2022',
    lib: ['es2023'],
    module: resolution === 'bundler' ? 'esnext' : resolution,
    moduleResolution: resolution,
    types,
    rootDir: '.',
    outDir: `./out-${name}`,
  };
  const project = `${folder}tsconfig-${name}.json`;
  writeFileSync(project, JSON.stringify({ compilerOptions, files }));
  const compiler = fileURLToPath(
    new URL(`../../../tools/compilers/node_modules/typescript-${typescript}/bin/tsc`, import.meta.url),
  );
  const printed = await outputOf(process.execPath, [compiler, '-p', project, '--pretty', 'false'], folder);
  return {
    errors: errorsIn(printed),
    declarations: (file) => readFileSync(`${folder}out-${name}/${file.replace(/\.ts$/, '.d.ts')}`, 'utf8'),
  };
}

/** A compiler that finds errors ends with a status that is not zero. */
async function outputOf(command: string, args: readonly string[], cwd: string): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, { cwd, maxBuffer: 64 * 1024 * 1024 }).catch(
    (error: { readonly stdout: string; readonly stderr: string }) => {
      if (error.stdout === '') throw new Error(`the compiler failed: ${error.stderr}`);
      return error;
    },
  );
  return stdout;
}

function errorsIn(printed: string): readonly CompilerError[] {
  const lines = printed.split('\n').filter((line) => /\berror TS\d+: /.test(line));
  return lines.map((line) => {
    const [, file = '', message = ''] = /^(?:(.+?)\(\d+,\d+\): )?error (TS\d+: .*)$/.exec(line) ?? [];
    const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file) ?? [];
    return { in: name ?? file, message };
  });
}
