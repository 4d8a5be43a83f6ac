import { PosternError } from '@postern/core';
import { type Argon2Engine, nodeArgon2 } from './argon2-engine.js';
import { defaultConcurrency, libuvThreads } from './libuv-threads.js';
import type { Argon2Parameters } from './phc-string.js';

/** How `argon2Hasher` hashes, and what it takes from a stored hash. */
export interface Argon2HasherOptions extends Partial<Argon2Parameters> {
  /** Memory in KiB. Default 19,456 (19 MiB). */
  readonly memoryKiB?: number;
  /** Passes over the memory. Default 2. */
  readonly passes?: number;
  /** Lanes, each computed by a thread of its own. Default 1. */
  readonly lanes?: number;
  /**
   * The greatest parameters that a stored hash may state. One that states more is `ERR_HASH_UNREADABLE`, and no work is
   * done. Default 262,144 KiB, 16 passes, 16 lanes.
   */
  readonly limits?: Partial<Argon2Parameters>;
  /**
   * How many hashes may be under way at once; fewer than libuv's threads, of which there are 4 unless the process was
   * started with another `UV_THREADPOOL_SIZE`. Default: cores less one, at least one.
   */
  readonly concurrency?: number;
  /**
   * What computes: by default the package `argon2`. `nodeRsArgon2` of `@postern/argon2/node-rs` computes by
   * `@node-rs/argon2`, which you install yourself. Their hashes are the same.
   */
  readonly engine?: Argon2Engine;
}

/** The options, checked and complete. */
export interface Argon2Settings {
  readonly parameters: Argon2Parameters;
  readonly limits: Argon2Parameters;
  readonly concurrency: number;
  readonly engine: Argon2Engine;
}

/** OWASP's minimum for Argon2id. */
const defaultParameters: Argon2Parameters = { memoryKiB: 19_456, passes: 2, lanes: 1 };

const defaultLimits: Argon2Parameters = { memoryKiB: 262_144, passes: 16, lanes: 16 };

/** The greatest numbers that Argon2 itself takes (RFC 9106 §3.1). */
const greatest: Argon2Parameters = { memoryKiB: 2 ** 32 - 1, passes: 2 ** 32 - 1, lanes: 2 ** 24 - 1 };

const parameterNames = ['memoryKiB', 'passes', 'lanes'] as const;

/** Checks the options and fills in the defaults. */
export function readOptions(options: Argon2HasherOptions): Argon2Settings {
  requireNames(options, [...parameterNames, 'limits', 'concurrency', 'engine'], '');
  const { memoryKiB, passes, lanes, limits: givenLimits = {}, concurrency = defaultConcurrency() } = options;
  requireNames(givenLimits, parameterNames, 'limits.');
  const limits = readParameters({ ...defaultLimits, ...givenLimits }, greatest, 'limits.');
  const given = {
    ...(memoryKiB !== undefined && { memoryKiB }),
    ...(passes !== undefined && { passes }),
    ...(lanes !== undefined && { lanes }),
  };
  const parameters = readParameters({ ...defaultParameters, ...given }, limits, '');
  if (parameters.memoryKiB < 8 * parameters.lanes) throw invalid('memoryKiB must be 8 or more for each lane');
  const engine = readEngine(options.engine);
  return { parameters, limits, concurrency: readConcurrency(concurrency), engine };
}

/** Checks that there is an object, and nothing misspelt in it, for those who write plain JavaScript. */
function requireNames(given: object, names: readonly string[], prefix: string): void {
  if (typeof given !== 'object' || given === null) {
    throw invalid(`${prefix === '' ? 'options' : 'limits'} must be an object`);
  }
  for (const name of Object.keys(given)) {
    if (!names.includes(name)) throw invalid(`${prefix}${name} is no option; there are ${names.join(', ')}`);
  }
}

function readParameters(
  parameters: Argon2Parameters,
  most: Argon2Parameters,
  prefix: string,
): Argon2Parameters {
  for (const name of parameterNames) {
    const value = parameters[name];
    if (!Number.isInteger(value) || value < 1 || value > most[name]) {
      throw invalid(`${prefix}${name} must be a whole number from 1 to ${most[name]}`);
    }
  }
  return parameters;
}

function readConcurrency(concurrency: number): number {
  // F08 option
  const most = libuvThreads() - 1;
  if (most < 1)
    throw invalid(
      'libuv has a single thread, and a hash would keep files and DNS waiting; start the process with UV_THREADPOOL_SIZE=2 or more, or without it',
    );
  if (Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= most) return concurrency;
  throw invalid(
    `concurrency must be a whole number from 1 to ${most}, fewer than libuv's threads; for more, start the process with a larger UV_THREADPOOL_SIZE (the program itself may set it too late, so that does not count)`,
  );
}

function readEngine(engine: Argon2Engine = nodeArgon2): Argon2Engine {
  if (typeof engine?.hash === 'function' && typeof engine.verify === 'function') return engine;
  throw invalid('engine must have hash and verify; there is nodeRsArgon2, of @postern/argon2/node-rs');
}

function invalid(message: string): PosternError {
  return new PosternError('ERR_INVALID_CONFIG', `argon2Hasher: ${message}`);
}
