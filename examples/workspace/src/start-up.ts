import { isPosternError } from '@postern/core';
import { ConfigError } from './config.js';
import { DatabaseUnavailableError } from './database/database.js';

/** Explains an error at start-up, which is usually the database's. A driver's own message may quote the URL. */
export function throwStartUpError(error: unknown): never {
  const reason = isExplained(error) ? error.message : errorCode(error);
  if (reason === undefined) throw error;
  throw new ConfigError(`the database in DATABASE_URL cannot be used: ${reason}`);
}

function isExplained(error: unknown): error is Error {
  return isPosternError(error) || error instanceof DatabaseUnavailableError;
}

/** The code of an error of Node or a driver. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** Prints why the process ends, and makes it end with status 1. */
export function fail(error: unknown): void {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
}
