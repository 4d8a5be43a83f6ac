// As a namespace: webpack replaces `createRequire` if it is imported by name.
import * as nodeModule from 'node:module';
import { invalidConfig, safeCause } from '@postern/core/ports';
import type { Argon2Engine } from './argon2-engine.js';
import { builtInArgon2 } from './built-in-argon2.js';
import { engineOfArgon2, engineOfNodeRs, type NodeArgon2, type NodeRsArgon2 } from './library-engines.js';

/** Where engines come from. */
interface EngineSources {
  readonly builtIn: Argon2Engine | undefined;
  /** Loads a package, or throws. */
  readonly load: (name: string) => unknown;
}

/**
 * Returns the engine of this runtime: its own `crypto.argon2` if it has one, else that of the first package that is installed,
 * `@node-rs/argon2` or `argon2`.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if there is none, or if a package is installed but does not load.
 */
export function defaultEngine(
  { builtIn, load }: EngineSources = { builtIn: builtInArgon2(), load: loadInstalled },
): Argon2Engine {
  if (builtIn !== undefined) return builtIn;
  let failure: unknown;
  for (const [name, createEngine] of packages) {
    try {
      return createEngine(load(name));
    } catch (error) {
      if (!isMissing(error, name)) failure ??= error;
    }
  }
  throw invalidConfig(
    failure === undefined
      ? `argon2Hasher: this runtime has no Argon2 of its own (Node has it from 24.7 on); npm install @node-rs/argon2`
      : `argon2Hasher: the native module of ${packages.map(([name]) => name).join(' or ')} does not load here; install it again for this platform, or update to Node 24.7 or later`,
    { cause: safeCause(failure) },
  );
}

const packages: readonly (readonly [name: string, createEngine: (loaded: unknown) => Argon2Engine])[] = [
  ['@node-rs/argon2', (loaded) => engineOfNodeRs(loaded as NodeRsArgon2)],
  ['argon2', (loaded) => engineOfArgon2(loaded as NodeArgon2)],
];

/**
 * Loads a package that the application installed. Not an import: a bundler would include the package, or fail if it is
 * missing. In a bundle, the address of this module may be missing or be that of its source, so the package is also
 * looked for where the program is.
 */
function loadInstalled(name: string): unknown {
  let failure: unknown;
  for (const place of [import.meta.url, process.argv[1]]) {
    const require = requireAt(place);
    if (require === undefined) continue;
    try {
      return require(name);
    } catch (error) {
      if (!isMissing(error, name)) throw error;
      failure = error;
    }
  }
  throw failure;
}

/** Returns `require` as a module in that place has it. */
function requireAt(place: string | undefined): ((name: string) => unknown) | undefined {
  try {
    return nodeModule.createRequire(place ?? '');
  } catch {
    return undefined;
  }
}

function isMissing(error: unknown, name: string): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'MODULE_NOT_FOUND' &&
    error.message.includes(`'${name}'`)
  );
}
