import type { PosternError } from '@postern/core';
import { checkOptions, invalidConfig, requireWholeNumber } from '@postern/core/ports';
import type { Argon2Engine } from './argon2-engine.js';
import { defaultEngine } from './default-engine.js';
import { defaultConcurrency, libuvThreads } from './libuv-threads.js';
import type { Argon2Parameters } from './phc-string.js';

/** The options of `argon2Hasher`. */
export interface Argon2HasherOptions extends Partial<Argon2Parameters> {
  /** Memory in KiB. Default: 19,456 (19 MiB). */
  readonly memoryKiB?: number;
  /** Passes over the memory. Default: 2. */
  readonly passes?: number;
  /** Lanes, each computed by a thread of its own. Default: 1. */
  readonly lanes?: number;
  /**
   * The highest parameters that a stored hash may have. A hash with higher ones is not computed, and fails with
   * `ERR_HASH_UNREADABLE`. Default: 262,144 KiB, 16 passes, 16 lanes.
   */
  readonly limits?: Partial<Argon2Parameters>;
  /**
   * How many hashes may be computed at the same time. It must be fewer than libuv's threads, of which there are 4
   * unless the process was started with another `UV_THREADPOOL_SIZE`. Default: one less than the cores, at least one.
   */
  readonly concurrency?: number;
  /**
   * What computes hashes. Default: Node itself from 24.7 on, else the package `@node-rs/argon2` or `argon2`, whichever
   * is installed. To choose one, pass `nodeRsArgon2` from `@postern/argon2/node-rs` or `nodeArgon2` from
   * `@postern/argon2/node-argon2`. Their hashes are the same.
   */
  readonly engine?: Argon2Engine;
}

/** The checked options, with their defaults. */
export interface Argon2Settings {
  readonly parameters: Argon2Parameters;
  readonly limits: Argon2Parameters;
  readonly concurrency: number;
  readonly engine: Argon2Engine;
}

/** The function that errors name. */
const of = 'argon2Hasher';

/** OWASP's minimum for Argon2id. */
const defaultParameters: Argon2Parameters = { memoryKiB: 19_456, passes: 2, lanes: 1 };

const defaultLimits: Argon2Parameters = { memoryKiB: 262_144, passes: 16, lanes: 16 };

/** The highest parameters that Argon2 itself allows (RFC 9106 §3.1). */
const maxParameters: Argon2Parameters = { memoryKiB: 2 ** 32 - 1, passes: 2 ** 32 - 1, lanes: 2 ** 24 - 1 };

const parameterNames = ['memoryKiB', 'passes', 'lanes'] as const;

/** Checks the options and fills in the defaults. */
export function readOptions(options: Argon2HasherOptions): Argon2Settings {
  checkOptions(options, { of, names: [...parameterNames, 'limits', 'concurrency', 'engine'] });
  const { limits: givenLimits = {}, concurrency = defaultConcurrency() } = options;
  checkOptions(givenLimits, { of: `${of} limits`, names: parameterNames });
  const limits = readParameters(givenLimits, {
    defaults: defaultLimits,
    max: maxParameters,
    prefix: 'limits.',
  });
  const parameters = readParameters(options, { defaults: defaultParameters, max: limits, prefix: '' });
  if (parameters.memoryKiB < 8 * parameters.lanes)
    throw invalid(
      `memoryKiB must be at least 8 per lane; got ${parameters.memoryKiB} for ${parameters.lanes} lanes`,
    );
  const engine = readEngine(options.engine);
  return { parameters, limits, concurrency: readConcurrency(concurrency), engine };
}

function readParameters(
  given: Partial<Argon2Parameters>,
  {
    defaults,
    max,
    prefix,
  }: { readonly defaults: Argon2Parameters; readonly max: Argon2Parameters; readonly prefix: string },
): Argon2Parameters {
  const { memoryKiB = defaults.memoryKiB, passes = defaults.passes, lanes = defaults.lanes } = given;
  const parameters = { memoryKiB, passes, lanes };
  for (const name of parameterNames)
    requireWholeNumber(parameters[name], { of, name: `${prefix}${name}`, max: max[name] });
  return parameters;
}

function readConcurrency(concurrency: number): number {
  // F08 option
  const max = libuvThreads() - 1;
  if (max < 1)
    throw invalid(
      'libuv has a single thread, so a hash would block files and DNS; ' +
        'start the process with UV_THREADPOOL_SIZE=2 or more, or without it',
    );
  if (Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= max) return concurrency;
  throw invalid(
    `concurrency must be a whole number from 1 to ${max}, fewer than libuv's threads; got ${String(concurrency)}. ` +
      'For more, start the process with a larger UV_THREADPOOL_SIZE; ' +
      'setting it inside the program may be too late, so that does not count',
  );
}

function readEngine(engine: Argon2Engine = defaultEngine()): Argon2Engine {
  if (typeof engine?.hash === 'function' && typeof engine.verify === 'function') return engine;
  throw invalid(
    'engine must have the methods hash and verify, such as nodeRsArgon2 from @postern/argon2/node-rs',
  );
}

function invalid(message: string): PosternError {
  return invalidConfig(`${of}: ${message}`);
}
