import type { KeyRepositorySubject } from '@postern/conformance';
import type { KeyStorage } from '../src/storage.js';
import type { HostConnection } from './host-connection.mjs';

export function sqliteSubject(given: {
  readonly open: () => KeyStorage;
  readonly openHost: () => HostConnection;
}): KeyRepositorySubject;
