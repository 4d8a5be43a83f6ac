import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { compile, type Resolution, type TypeScript } from './compile.js';
import { isQuick } from './extent.js';
import { writeSignatures } from './signatures.js';

const consumer = fileURLToPath(new URL('consumer/', import.meta.url));
const files = [...readdirSync(consumer), 'signatures.ts'];

const versions: readonly TypeScript[] = isQuick ? ['7'] : ['5.4', '5.9', '6', '7'];
const resolutions: readonly Resolution[] = isQuick ? ['node16'] : ['node16', 'nodenext', 'bundler'];
const compilers = versions.flatMap((typescript) =>
  resolutions.map((resolution) => ({ typescript, resolution })),
);

/** The packages of others whose own declarations an old compiler cannot read. */
const unreadable: Partial<Record<TypeScript, readonly string[]>> = { '5.4': ['hono'] };

/** This entry point needs a package that compiles something. Its types don't. */
const needsCompiler = '@postern/argon2/node-argon2';

const { folder: application, machine } = inject('everything');
const folder = `${application}types/`;
let notLoaded: readonly string[];

beforeAll(async () => {
  cpSync(consumer, folder, { recursive: true });
  notLoaded = await writeSignatures(folder, machine);
});

it('every entry point of every package can be imported', () => {
  expect(notLoaded).toEqual([needsCompiler]);
});

describe('an application that exports what it creates', () => {
  it.each(compilers)(
    'compiles with TypeScript $typescript and $resolution, and its declarations name only entry points',
    { timeout: 300_000 },
    async (compiler) => {
      const { errors, declarations } = await compile(folder, { ...compiler, files });
      const expected = unreadable[compiler.typescript] ?? [];
      expect(errors.filter((error) => !expected.includes(error.in))).toEqual([]);
      expect([...new Set(errors.map((error) => error.in))]).toEqual(expected);

      const names = files.flatMap((file) => namesIn(declarations(file)));
      const entryPoints = inject('tarballs').flatMap((tarball) => tarball.entryPoints);
      expect(names).toContain('@postern/core');
      const paths = names.filter((name) => name.startsWith('.') || name.includes('/dist/'));
      const internals = names.filter((name) => name.startsWith('@postern/') && !entryPoints.includes(name));
      expect([...paths, ...internals]).toEqual([]);
      expect(declarations('application.ts')).toMatch(
        /declare const keys: import\("@postern\/core"\)\.ApiKeys<("\w+" \| ){2}"\w+", "agents:read" \| "agents:write">;/,
      );
      expect(declarations('application.ts')).not.toMatch(/: any;/);
    },
  );

  it('imports every package', () => {
    const imported = readdirSync(consumer).flatMap((file) => namesIn(readFileSync(consumer + file, 'utf8')));
    const missing = inject('tarballs').filter(({ name }) => !imported.includes(name));
    // These are for tests, and have entry points only by database.
    expect(missing.map(({ name }) => name)).toEqual(['@postern/conformance', '@postern/kysely']);
  });

  it('can write the types itself, as isolatedDeclarations requires', () => {
    const source = readFileSync(`${consumer}annotated.ts`, 'utf8');
    const compilerOptions = { isolatedDeclarations: true, declaration: true };
    const { diagnostics = [] } = ts.transpileDeclaration(source, {
      compilerOptions,
      reportDiagnostics: true,
    });
    expect(diagnostics.map(({ messageText }) => messageText)).toEqual([]);
  });
});

/** Returns the modules that a source imports, in statements and in types. */
function namesIn(source: string): readonly string[] {
  return [...source.matchAll(/(?:\bfrom |\bimport\()['"]([^'"]+)/g)].map(([, name = '']) => name);
}
