import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

/** The machine and the software on which a run was measured. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly platform: string;
  readonly node: string;
  /** The commit, and whether tracked files differ from it. */
  readonly commit: string;
  readonly versions: Readonly<Record<string, string>>;
}

/** What else was running just before a measurement. */
export interface OtherWork {
  /** The load average of the last minute, which includes the previous measurements. */
  readonly loadAverage: number;
  /** How much of all cores was in use while this process waited, from 0 to 1. */
  readonly busyShare: number;
}

/** The packages whose versions affect the figures. */
const parts = [
  'better-sqlite3',
  'pg',
  'argon2',
  '@node-rs/argon2',
  'hono',
  'express',
  'better-auth',
  '@better-auth/api-key',
  'prefixed-api-key',
  'autocannon',
];

/** Reads the properties of this machine and the versions of the packages. */
export function readMachine(): Machine {
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    commit: readCommit(),
    versions: Object.fromEntries(parts.map((part) => [part, versionOf(part)])),
  };
}

/** If others use more than this share of the cores, the figures are doubtful. */
const maxBusyShare = 0.1;

/** Checks whether other work on the machine disturbs a run. */
export function isDisturbed({ busyShare }: OtherWork): boolean {
  return busyShare > maxBusyShare;
}

/** Waits without doing anything, and measures how busy the cores are in that time. */
export async function measureOtherWork(ms: number): Promise<OtherWork> {
  const before = coreTimes();
  await delay(ms);
  const after = coreTimes();
  const busyShare = 1 - (after.idle - before.idle) / (after.all - before.all);
  return { loadAverage: loadavg()[0] ?? Number.NaN, busyShare };
}

function coreTimes(): { readonly idle: number; readonly all: number } {
  const times = cpus().map(({ times }) => times);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  return {
    idle: sum(times.map(({ idle }) => idle)),
    all: sum(times.flatMap((each) => Object.values(each))),
  };
}

/** Reads the file by its path, because a package may not export its package.json. */
function versionOf(part: string): string {
  const require = createRequire(import.meta.url);
  for (const folder of require.resolve.paths(part) ?? []) {
    try {
      return (
        JSON.parse(readFileSync(`${folder}/${part}/package.json`, 'utf8')) as { readonly version: string }
      ).version;
    } catch {
      // It is in another folder.
    }
  }
  return 'unknown';
}

function readCommit(): string {
  const git = (...args: readonly string[]) => execFileSync('git', [...args], { encoding: 'utf8' }).trim();
  try {
    const differs = git('status', '--porcelain', '--untracked-files=no', 'packages') !== '';
    return git('rev-parse', '--short', 'HEAD') + (differs ? ', with changes' : '');
  } catch {
    return 'unknown';
  }
}
