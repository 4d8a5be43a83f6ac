import type { PosternError } from '@postern/core';
import {
  checkOptions,
  invalidConfig,
  requireWholeNumber,
  type WholeNumberOptions,
} from '@postern/core/ports';

/** Checks the options of one storage. Errors name the storage: `ERR_INVALID_CONFIG`. */
export interface OptionReader {
  /** Creates the error that names the storage. */
  readonly invalid: (message: string, options?: { readonly cause?: unknown }) => PosternError;
  /**
   * Requires an object whose fields are all among `names`: a `prefix` that was meant as `tablePrefix` would create new
   * tables instead of using the existing ones.
   */
  readonly requireNames: (options: unknown, names: readonly string[], example: string) => void;
  /** A name of at most `length` characters. `reserved` is what it must not start with. */
  readonly readName: (
    value: unknown,
    form: { readonly what: string; readonly length: number; readonly reserved: string },
  ) => string;
  /** What the names of the tables start with. Default `postern_`. */
  readonly readTablePrefix: (value: unknown, form: { readonly reserved: string }) => string;
  /** A whole number, by default from 1 to 2,147,483,647. */
  readonly readCount: (value: unknown, form: Omit<WholeNumberOptions, 'of'>) => number;
}

/** Creates a reader. `storage` is the name of the function that was called with the options. */
export function optionReader(storage: string): OptionReader {
  const invalid: OptionReader['invalid'] = (message, options) =>
    invalidConfig(`${storage}: ${message}`, options);
  function readName(
    value: unknown,
    { what, length, reserved }: Parameters<OptionReader['readName']>[1],
  ): string {
    const form = new RegExp(`^(?!${reserved})[a-z_][a-z0-9_]{0,${length - 1}}$`);
    if (typeof value === 'string' && form.test(value)) return value;
    throw invalid(
      `${what} must be 1 to ${length} lowercase letters, digits and underscores, and must not start with a digit or ${reserved}`,
    );
  }
  return {
    invalid,
    readName,
    readTablePrefix: (value = 'postern_', { reserved }) =>
      readName(value, { what: 'tablePrefix', length: 31, reserved }),
    requireNames: (options, names, example) => checkOptions(options, { of: storage, names, example }),
    readCount: (value, form) => requireWholeNumber(value, { of: storage, ...form }),
  };
}
