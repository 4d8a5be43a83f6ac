import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

/** On what, and beside what, was measured. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly platform: string;
  readonly node: string;
  /** The commit, and whether files differ from it. */
  readonly commit: string;
  readonly versions: Readonly<Record<string, string>>;
}

/** What else ran, just before something is measured. */
export interface OtherWork {
  /** Of the last minute; what was measured before counts in it. */
  readonly loadAverage: number;
  /** How much of all cores was in use while this process waited, from 0 to 1. */
  readonly busyShare: number;
}

/** The parts whose version makes a difference. */
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

/** Reads what the machine says of itself. */
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

/** More than that share of the cores in use by others makes figures doubtful. */
const maxBusyShare = 0.1;

/** Says whether a run goes on beside other work. */
export function isDisturbed({ busyShare }: OtherWork): boolean {
  return busyShare > maxBusyShare;
}

/** Waits, doing nothing, and sees how much is done all the same. */
export async function measureOtherWork(ms = 1_000): Promise<OtherWork> {
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

/** A package may hide its own package.json: then it is looked for in the folders above its main file. */
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
