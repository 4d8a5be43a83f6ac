/** The contestants on SQLite. */
export const names = {
  floor12: 'floor: 12 columns, one object per row',
  floor5: 'floor: 5 columns, raw, `WITHOUT ROWID`',
  prefixed: 'prefixed-api-key, with a hand-written lookup',
  postern: 'Postern',
  posternAtDefaults: 'Postern, keys with hashes of the default cost',
  withoutMemory: 'Postern without remembered records',
  withoutMemoryAtDefaults: 'Postern without remembered records, keys with hashes of the default cost',
  betterAuth: 'better-auth, default settings',
  betterAuthFastest: 'better-auth, fastest settings with database and hashing',
  betterAuthMemory: 'better-auth, keys in memory (not comparable: no database)',
} as const;

/** One at a time. */
export function oneOf(name: string): string {
  return `${name}: one`;
}

/** 32 in flight. */
export function manyOf(name: string): string {
  return `${name}: 32`;
}
