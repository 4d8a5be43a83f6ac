import { spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SystemUser } from './system-user.js';

/** Creates an empty directory that a user may write to. */
export function createDirectory({ uid, gid }: SystemUser): string {
  const directory = mkdtempSync(join(realpathSync(tmpdir()), 'postern-postgres-'));
  if (uid !== undefined && gid !== undefined) chownSync(directory, uid, gid);
  return directory;
}

/** Runs a program to its end. @throws if it fails, with its output. */
export function runToEnd(program: string, programArguments: readonly string[], user: SystemUser): void {
  const { status, error, stdout, stderr } = spawnSync(program, programArguments, user);
  if (status === 0) return;
  throw new Error(`${program} failed: ${error?.message ?? ''}${stdout}${stderr}`);
}

/**
 * Fills a directory with an empty cluster. Its language sorts `a` before `B`, as a host's database may do: Postern must
 * not depend on it. Anyone on this machine may connect, until it is removed.
 */
export function initialise(initdb: string, data: string, user: SystemUser): void {
  const language = ['--locale=C', '--locale-provider=icu', '--icu-locale=en-US', '--encoding=UTF8'];
  const access = ['--username=postgres', '--auth=trust'];
  runToEnd(initdb, ['--pgdata', data, '--no-sync', '--no-instructions', ...language, ...access], user);
}
