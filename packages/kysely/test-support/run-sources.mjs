// Lets a child process run the sources, as the tests do: `node --import ./run-sources.mjs child.mjs`.
import { readFile } from 'node:fs/promises';
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

// Node loads this file twice: to register the hooks, and to run them in their own thread.
if (isMainThread) register(import.meta.url);

const packages = new URL('../../', import.meta.url);
const sqlite = process.env.POSTERN_SQLITE_DRIVER === 'node-sqlite' ? 'sqlite/node-sqlite' : 'sqlite';
const sources = {
  '@postern/argon2': 'argon2/src/index.ts',
  '@postern/core': 'core/src/index.ts',
  '@postern/core/ports': 'core/src/ports.ts',
  '@postern/core/testing': 'core/src/testing/index.ts',
  '@postern/kysely/postgres': 'kysely/src/postgres/index.ts',
  '@postern/kysely/bun-sqlite': 'kysely/src/sqlite/bun-sqlite/index.ts',
  '@postern/kysely/node-sqlite': 'kysely/src/sqlite/node-sqlite/index.ts',
  // The driver that is tested.
  '@postern/kysely/sqlite': `kysely/src/${sqlite}/index.ts`,
};

export function resolve(specifier, context, next) {
  const source = sources[specifier];
  if (source !== undefined) return next(new URL(source, packages).href, context);
  const fromSource = context.parentURL?.endsWith('.ts') && specifier.startsWith('.');
  return next(fromSource ? specifier.replace(/\.js$/, '.ts') : specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const { default: ts } = await import('typescript');
  const { ESNext } = ts.ModuleKind;
  const { outputText } = ts.transpileModule(await readFile(new URL(url), 'utf8'), {
    compilerOptions: { module: ESNext, target: ts.ScriptTarget.ES2023, verbatimModuleSyntax: true },
  });
  return { format: 'module', source: outputText, shortCircuit: true };
}
