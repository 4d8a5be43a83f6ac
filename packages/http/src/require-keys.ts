import { invalidConfig } from './invalid-config.js';

/** Checks that there are keys, for those who write plain JavaScript. */
export function requireKeys(keys: unknown): void {
  const { verify, authorize, emit, kinds } = requireObject(keys, 'keys must be what createApiKeys made');
  if (![verify, authorize, emit].every((method) => typeof method === 'function') || !Array.isArray(kinds))
    throw invalidConfig('keys must be what createApiKeys made');
}

export function requireObject(value: unknown, message: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw invalidConfig(message);
}
