import type { KeyStorage } from '@postern/kysely/postgres';
import type { MakeDatabase, SharedDatabase } from '../../test-support/database.js';
import { loadPreviousRelease } from '../../test-support/previous-release.js';
import { inspect } from './inspect.js';
import { mergedJournal, newOwner, type OwnerJournal, readJournal } from './journal.js';
import { cap, type Kill, type ProcessOptions, runAndKill } from './killed-process.js';
import { readSchema } from './schema.js';

/** How many processes are killed on one database, the first of them during its migration or soon after. */
const killsPerDatabase = 4;

/** The maximum time that the first process on a database lives after it began to migrate, in milliseconds. */
const migratingMs = 60;

const ownerIds = ['one', 'two', 'three'];

/** What was done and found. */
export interface KillFigures {
  kills: number;
  /** Kills on an empty database before `migrate()` resolved. */
  duringMigration: number;
  /** Steps that were reported as done. */
  done: number;
  /** Steps that were under way when a process was killed, and had no effect. */
  undone: number;
  /** Steps that were under way when a process was killed, and were committed. */
  committed: number;
  /** How many times a returned token was verified. */
  tokens: number;
  readonly wrong: string[];
}

/** How to kill. */
export interface KillPlan {
  readonly make: MakeDatabase;
  readonly kills: number;
  readonly random: () => number;
  /** The maximum time that a process lives after it has migrated, except for the first one on a database. */
  readonly lifeMs: number;
  /** Kills the process, and anything else that is to be killed. */
  readonly kill?: Kill;
  /** Where the release before this one is, if a process of it runs next to each process of this release. */
  readonly previousRelease?: string | undefined;
  /** A deliberate defect of the process, which must be found: see `change-at-random-until-killed.mjs`. */
  readonly defect?: 'acknowledges early' | undefined;
  /** Waits until everything that was killed, or that it started, has ended. */
  readonly settle: (database: SharedDatabase) => Promise<void>;
}

/** Kills process after process, and inspects what each left behind. Stops as soon as something is wrong. */
export async function killRounds(plan: KillPlan): Promise<KillFigures> {
  const figures: KillFigures = {
    kills: 0,
    duringMigration: 0,
    done: 0,
    undone: 0,
    committed: 0,
    tokens: 0,
    wrong: [],
  };
  const schemas = {
    schema: await completeSchema(plan.make, (database) => database.open()),
    previousSchema: plan.previousRelease === undefined ? undefined : await previousSchema(plan.make),
  };
  while (figures.kills < plan.kills && figures.wrong.length === 0) {
    const database = await plan.make();
    await killOnDatabase(database, { plan, schemas, figures });
    await database.remove();
  }
  return figures;
}

async function killOnDatabase(
  database: SharedDatabase,
  given: {
    readonly plan: KillPlan;
    readonly schemas: Pick<Parameters<typeof inspect>[0], 'schema' | 'previousSchema'>;
    readonly figures: KillFigures;
  },
): Promise<void> {
  const { plan, schemas, figures } = given;
  let owners: ReadonlyMap<string, OwnerJournal> = new Map(ownerIds.map((id) => [id, newOwner]));
  for (let cost = 1; cost <= killsPerDatabase && figures.kills < plan.kills; cost += 1) {
    const processes = processesOf(plan, owners);
    const ofThis = processes.filter(({ previousRelease }) => previousRelease === undefined);
    const capped = { owners: ofThis.flatMap(({ known }) => [...known.keys()]), max: cap };
    const journals = await Promise.all(
      processes.map(async ({ previousRelease, known }) => {
        const seed = Math.floor(plan.random() * 2 ** 31);
        const options: ProcessOptions = {
          storage: database.description,
          seed,
          cost,
          owners: known,
          defect: plan.defect,
          previousRelease,
        };
        const [event, maxMs] =
          cost === 1 ? (['ready', migratingMs] as const) : (['migrated', plan.lifeMs] as const);
        const lines = await runAndKill(options, { event, ms: plan.random() * maxMs }, plan.kill);
        return readJournal(lines, known);
      }),
    );
    await plan.settle(database);

    const journal = mergedJournal(journals);
    const findings = await inspect({ database, journal, capped, ...schemas });
    owners = findings.owners;
    figures.kills += 1;
    figures.duringMigration += cost === 1 && !journal.migrated ? 1 : 0;
    figures.done += journal.done;
    figures.undone += findings.outcomes.filter((outcome) => outcome === 'undone').length;
    figures.committed += findings.outcomes.filter((outcome) => outcome === 'done').length;
    figures.tokens += findings.tokens;
    figures.wrong.push(...findings.wrong);
    if (findings.wrong.length > 0) return;
  }
}

/** The processes that run at the same time, and the owners of each: it alone changes their keys. */
function processesOf({ previousRelease }: KillPlan, owners: ReadonlyMap<string, OwnerJournal>) {
  if (previousRelease === undefined) return [{ previousRelease, known: owners }];
  const [first, ...others] = owners;
  return [
    { previousRelease, known: new Map(first && [first]) },
    { previousRelease: undefined, known: new Map(others) },
  ];
}

/** Returns the schema that an undisturbed migration creates. */
async function completeSchema(
  make: MakeDatabase,
  open: (database: SharedDatabase) => KeyStorage,
): Promise<readonly string[]> {
  const database = await make();
  const storage = open(database);
  await storage.migrate();
  await storage.close();
  const schema = await readSchema(database);
  await database.remove();
  return schema;
}

async function previousSchema(make: MakeDatabase): Promise<readonly string[]> {
  const { openStorage } = await loadPreviousRelease();
  return completeSchema(make, ({ description }) => openStorage(description));
}
