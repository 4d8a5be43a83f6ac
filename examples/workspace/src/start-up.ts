import { isPosternError } from '@postern/core';
import { ConfigError } from './config.js';
import { DatabaseUnavailableError } from './database/database-unavailable-error.js';

/** What goes wrong before anything is served is the database's, as a rule. A driver's own message may quote the URL. */
export function throwStartUpError(error: unknown): never {
  const reason = isExplained(error) ? error.message : errorCode(error);
  if (reason === undefined) throw error;
  throw new ConfigError(`the database that DATABASE_URL names cannot be used: ${reason}`);
}

function isExplained(error: unknown): error is Error {
  return isPosternError(error) || error instanceof DatabaseUnavailableError;
}

/** The code of an error of Node's or a driver's. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** Says why the process ends, and has it end so. */
export function fail(error: unknown): void {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
}
