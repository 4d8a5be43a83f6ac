import { PosternError } from './errors.js';

/** The known options, and what they belong to: messages start with its name. */
export interface KnownOptions {
  readonly names: readonly string[];
  readonly of?: string | undefined;
  /** Right options, for the message if there is no object at all. */
  readonly example?: string | undefined;
}

/**
 * Checks that options are an object with known names only, for callers without a compiler: a misspelt option must not
 * be ignored. An option that is `undefined` counts as missing.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG`
 * @example
 * checkOptions(options, { of: 'argon2Hasher', names: ['memoryKiB', 'passes'] });
 */
export function checkOptions(options: unknown, { names, of, example }: KnownOptions): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw invalidConfig(
      `${prefix(of)}the options must be an object${example === undefined ? '' : `, such as ${example}`}`,
    );
  const given = options as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(given).filter((name) => !names.includes(name) && given[name] !== undefined);
  if (unknown.length > 0)
    throw invalidConfig(
      `${prefix(of)}unknown option ${unknown.join(', ')}; the options are ${names.join(', ')}`,
    );
}

/** Node fires a timer that is set to more milliseconds immediately. */
const maxTimerMs = 2 ** 31 - 1;

/** What a whole number is for, and its bounds. */
export interface WholeNumberOptions {
  readonly name: string;
  /** What the option belongs to. */
  readonly of?: string | undefined;
  /** Such as `milliseconds`. */
  readonly unit?: string | undefined;
  /** Default 1. */
  readonly min?: number | undefined;
  /** Default 2,147,483,647. */
  readonly max?: number | undefined;
}

/**
 * Checks that an option is a whole number within its bounds, and returns it.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG`
 * @example
 * const maxConnections: unknown = 10;
 * requireWholeNumber(maxConnections, { of: 'postgresStorage', name: 'maxConnections', max: 1_000 });
 */
export function requireWholeNumber(
  value: unknown,
  { name, of, unit, min = 1, max = maxTimerMs }: WholeNumberOptions,
): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  const what = unit === undefined ? 'a whole number' : `a whole number of ${unit}`;
  const got = typeof value === 'number' ? String(value) : typeof value;
  throw invalidConfig(`${prefix(of)}${name} must be ${what} from ${min} to ${max}; got ${got}`);
}

/**
 * Checks that an object is not a `Map`, or of some other class: what it holds may not be among its own properties, and
 * a limit that is not found would be no limit. `checkOptions` refuses what is not an object.
 */
export function requirePlain(value: unknown, name: string): void {
  if (typeof value !== 'object' || value === null) return;
  const prototype: unknown = Object.getPrototypeOf(value);
  // The `Object.prototype` of any realm.
  if (prototype === null || Object.getPrototypeOf(prototype) === null) return;
  throw invalidConfig(`${name} must be a plain object`);
}

/** Creates the error for a configuration that can't work. */
export function invalidConfig(message: string, options?: { readonly cause?: unknown }): PosternError {
  return new PosternError('ERR_INVALID_CONFIG', message, options);
}

function prefix(of: string | undefined): string {
  return of === undefined ? '' : `${of}: `;
}
