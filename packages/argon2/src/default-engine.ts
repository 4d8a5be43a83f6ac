import { createRequire } from 'node:module';
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
 * Returns the engine of this runtime: Node's own if it has one, else that of the first package that is installed,
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
      ? `argon2Hasher: this runtime has no Argon2 of its own, as Node has from 24.7 on; npm install @node-rs/argon2`
      : `argon2Hasher: the native module of ${packages.map(([name]) => name).join(' or ')} does not load here; install it again for this platform, or update to Node 24.7 or later`,
    { cause: safeCause(failure) },
  );
}

const packages: readonly (readonly [name: string, createEngine: (loaded: unknown) => Argon2Engine])[] = [
  ['@node-rs/argon2', (loaded) => engineOfNodeRs(loaded as NodeRsArgon2)],
  ['argon2', (loaded) => engineOfArgon2(loaded as NodeArgon2)],
];

/** Not an import: a bundler would include the package, or fail if it is missing. */
function loadInstalled(name: string): unknown {
  return createRequire(import.meta.url)(name);
}

function isMissing(error: unknown, name: string): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'MODULE_NOT_FOUND' &&
    error.message.includes(`'${name}'`)
  );
}
