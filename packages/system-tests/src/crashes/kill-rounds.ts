import type { MakeDatabase, SharedDatabase } from '../../test-support/database.js';
import { inspect } from './inspect.js';
import { newOwner, type OwnerJournal, readJournal } from './journal.js';
import { type Kill, type Orders, runAndKill } from './killed-process.js';
import { readSchema } from './schema.js';

/** How many processes are killed on one database: the first while it migrates, or soon after. */
const killsPerDatabase = 4;

/** How long the first process on a database lives at most after it has begun to migrate, in milliseconds. */
const migratingMs = 60;

const ownerIds = ['one', 'two', 'three'];

/** What was done and found. */
export interface KillFigures {
  kills: number;
  /** Kills before `migrate()` had resolved on an empty database. */
  duringMigration: number;
  /** Steps that a process was told are done. */
  done: number;
  /** Steps that were under way at a kill, and had no effect. */
  undone: number;
  /** Steps that were under way at a kill, and were committed. */
  committed: number;
  /** How many times a returned token was judged. */
  tokens: number;
  readonly wrong: string[];
}

/** How a kind of kill goes. */
export interface KillPlan {
  readonly make: MakeDatabase;
  readonly kills: number;
  readonly random: () => number;
  /** How long a process lives at most after it has migrated, but for the first one on a database. */
  readonly lifeMs: number;
  /** Kills the process, and what else is to be killed. */
  readonly kill?: Kill;
  /** What is wrong with the process, where something is to be found: see `change-at-random-until-killed.mjs`. */
  readonly defect?: 'acknowledges early' | undefined;
  /** Waits until what was killed, or what it has begun, is at its end. */
  readonly settle: (database: SharedDatabase) => Promise<void>;
}

/** Kills process after process, and looks at what each left behind. Stops at the first that left what must not be. */
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
  const schema = await wholeSchema(plan.make);
  while (figures.kills < plan.kills && figures.wrong.length === 0) {
    const database = await plan.make();
    await killOnOne(database, { plan, schema, figures });
    await database.remove();
  }
  return figures;
}

async function killOnOne(
  database: SharedDatabase,
  given: { readonly plan: KillPlan; readonly schema: readonly string[]; readonly figures: KillFigures },
): Promise<void> {
  const { plan, schema, figures } = given;
  let owners: ReadonlyMap<string, OwnerJournal> = new Map(ownerIds.map((id) => [id, newOwner]));
  for (let cost = 1; cost <= killsPerDatabase && figures.kills < plan.kills; cost += 1) {
    const seed = Math.floor(plan.random() * 2 ** 31);
    const orders: Orders = { storage: database.description, seed, cost, owners, defect: plan.defect };
    const [event, mostMs] =
      cost === 1 ? (['ready', migratingMs] as const) : (['migrated', plan.lifeMs] as const);
    const lines = await runAndKill(orders, { event, ms: plan.random() * mostMs }, plan.kill);
    await plan.settle(database);

    const journal = readJournal(lines, owners);
    const findings = await inspect({ database, journal, schema });
    owners = findings.owners;
    figures.kills += 1;
    figures.duringMigration += cost === 1 && !journal.migrated ? 1 : 0;
    figures.done += journal.done;
    figures.undone += findings.left.filter((left) => left === 'undone').length;
    figures.committed += findings.left.filter((left) => left === 'done').length;
    figures.tokens += findings.tokens;
    figures.wrong.push(...findings.wrong);
    if (findings.wrong.length > 0) return;
  }
}

/** What a migration makes that nobody disturbs. */
async function wholeSchema(make: MakeDatabase): Promise<readonly string[]> {
  const database = await make();
  const storage = database.open();
  await storage.migrate();
  await storage.close();
  const schema = await readSchema(database);
  await database.remove();
  return schema;
}
