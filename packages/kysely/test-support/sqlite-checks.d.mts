import type { KeyStorage } from '../src/storage.js';
import type { HostConnection } from './host-connection.mjs';

export interface SqliteCheck {
  readonly name: string;
}

export const sqliteChecks: readonly SqliteCheck[];

export function runCheck(
  check: SqliteCheck,
  given: {
    readonly file: string;
    readonly open: () => KeyStorage;
    readonly openHost: () => HostConnection;
  },
): Promise<void>;
