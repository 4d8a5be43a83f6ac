import type { Binaries } from './binaries.js';
import type { SystemUser } from './system-user.js';

/** The data of a server, and how it runs. */
export interface Cluster {
  /** Has everything that the server writes. */
  readonly directory: string;
  readonly data: string;
  readonly binaries: Binaries;
  readonly user: SystemUser;
  readonly settings: Readonly<Record<string, string | number>>;
}
