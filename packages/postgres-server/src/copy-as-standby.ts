import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from './cluster.js';
import { createDirectory, runToEnd } from './data-directory.js';

/** Copies the data of a server that was stopped. What is written to it after that follows by replication. */
export function copyAsStandby({ data, binaries, user, settings }: Cluster, primaryUrl: string): Cluster {
  const directory = createDirectory(user);
  const copy = join(directory, 'data');
  runToEnd('cp', ['-R', '-p', data, copy], user);
  writeFileSync(join(copy, 'standby.signal'), '');
  const { port } = new URL(primaryUrl);
  const follow = { primary_conninfo: `host=127.0.0.1 port=${port} user=postgres`, hot_standby: 'on' };
  return { directory, data: copy, binaries, user, settings: { ...settings, ...follow } };
}
