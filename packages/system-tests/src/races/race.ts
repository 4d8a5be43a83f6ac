import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { argon2Hasher } from '@postern/argon2';
import { insecureHasher } from '@postern/core/testing';
import { runtimeOf, type SharedDatabase, type StorageDescription } from '../../test-support/database.js';
import { keysThatAllowAll } from '../../test-support/keys-that-allow-all.js';
import { testSeed } from '../../test-support/seed.js';
import { type Judgement, judge, type Revocations, type Verifications } from './judge.js';

const program = fileURLToPath(new URL('../../test-support/race.mjs', import.meta.url));

/** How many processes verify. One more revokes. */
export const verifiers = 4;

/** The parameters of a race. */
export interface RacePlan {
  readonly database: SharedDatabase;
  /** How many keys are revoked. */
  readonly revocations: number;
  /** How long the revoking process waits before each revocation, in milliseconds. */
  readonly everyMs: number;
  /** `argon2` is Argon2id with minimal parameters. Default: an insecure hasher that takes no time. */
  readonly hasher?: 'argon2';
  /** For how many keys a verifying process remembers a proof. Default: for all. */
  readonly rememberedProofs?: number;
  /** How often a verifying process writes the uses of keys, in milliseconds. Default: as Postern does. */
  readonly flushEveryMs?: number;
  /** A deliberate defect: how long a verifying process caches records, in milliseconds. */
  readonly staleMs?: number;
}

/** What a verifying process reports. */
interface Report extends Verifications {
  /** How often it asked SQLite for the version of the file, and for rows of keys. */
  readonly questions: { readonly versions: number; readonly rows: number };
  /** How often it wrote the uses of keys. */
  readonly flushes: number;
}

/** How a race went. */
export interface Raced {
  readonly judgement: Judgement;
  readonly reports: readonly Report[];
}

/**
 * Lets four processes verify the keys that a fifth revokes, every fifth of them by hand, and judges their answers.
 */
export async function race({ database, ...plan }: RacePlan): Promise<Raced> {
  const { keyIds, tokens } = await issue(database, plan);
  const origin = process.hrtime.bigint().toString();
  const common = { storage: database.description, origin };
  const seed = testSeed(`${verifiers} processes verify while ${plan.revocations} keys are revoked`);
  const verifying = Array.from({ length: verifiers }, (_, index) => {
    const storage = index % 2 === 0 ? database.description : withUsualDriver(database.description);
    return start({ ...common, ...plan, storage, role: 'verify', tokens, seed: seed + index });
  });
  const revoking = start({ ...common, role: 'revoke', keyIds, everyMs: plan.everyMs });
  const all = [...verifying, revoking];
  try {
    await Promise.all(all.map((child) => waitForMessage(child, 'ready')));
    revoking.on('message', (message) => broadcast(verifying, message));
    const verified = verifying.map((child) => waitForMessage<Report>(child, 'verified'));
    const revoked = waitForMessage<Revocations>(revoking, 'revoked');
    broadcast(all, { event: 'go' });
    const revocations = await revoked;
    broadcast(verifying, { event: 'over' });
    const reports = await Promise.all(verified);
    return { judgement: judge(revocations, reports), reports };
  } finally {
    for (const child of all) child.kill('SIGKILL');
  }
}

/** So that different drivers for SQLite share a file. */
function withUsualDriver(storage: StorageDescription): StorageDescription {
  return 'sqlite' in storage ? { ...storage, driver: 'better-sqlite3' } : storage;
}

async function issue(database: SharedDatabase, { revocations, hasher }: Omit<RacePlan, 'database'>) {
  const storage = database.open();
  await storage.migrate();
  const keys = keysThatAllowAll({
    repository: storage.repository,
    hasher: hasher === 'argon2' ? argon2Hasher({ memoryKiB: 8, passes: 1 }) : insecureHasher(),
  });
  const ada = { kind: 'user', id: 'ada' } as const;
  const issued = [];
  for (let count = 0; count < revocations; count += 1)
    issued.push(await keys.issue({ owner: ada, actor: ada, name: 'CI Pipeline' }));
  await storage.close();
  return { keyIds: issued.map(({ key }) => key.id), tokens: issued.map(({ token }) => token) };
}

function start<Options extends { readonly storage: StorageDescription }>(options: Options): ChildProcess {
  const runtime = runtimeOf(options.storage);
  // Bun does not understand Node's own serialization.
  const serialization = runtime.endsWith('bun') ? 'json' : 'advanced';
  const child = fork(program, { execPath: runtime, serialization, execArgv: [] });
  child.send(options);
  return child;
}

function broadcast(children: readonly ChildProcess[], message: unknown): void {
  for (const child of children) child.send(message as object);
}

/**
 * Waits for a message of a process. A report of millions of verifications can arrive after the process has ended, so only
 * the end of the channel shows that there is none.
 *
 * @throws if the process ends without it.
 */
function waitForMessage<Message>(child: ChildProcess, event: string): Promise<Message> {
  return new Promise((resolve, reject) => {
    child.on('message', (message: { readonly event: string }) => {
      if (message.event === event) resolve(message as Message);
    });
    once(child, 'disconnect').then(
      () =>
        reject(
          new Error(
            `a process of the race ended without the message ${event}; its exit code: ${child.exitCode}`,
          ),
        ),
      reject,
    );
  });
}
