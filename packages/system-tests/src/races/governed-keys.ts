import { type AuditEntry, type KeyId, type KeyState, keyState } from '@postern/core';
import type { KeyRepository } from '@postern/core/ports';
import { settableClock } from '@postern/core/testing';
import type { MakeDatabase, SharedDatabase } from '../../test-support/database.js';
import { keysThatAllowAll } from '../../test-support/keys-that-allow-all.js';

const dayMs = 24 * 60 * 60 * 1_000;
/** As in `govern-keys.mjs`. */
const leaks = { team: { response: 'disable' } } as const;
/** Who disables unused keys. */
export const job = { kind: 'system', id: 'job' } as const;
/** Who ends the keys of leaked tokens. */
export const reporter = { kind: 'system', id: 'leak-report' } as const;

export interface IssuedKey {
  readonly id: KeyId;
  readonly token: string;
}

export const tokensOf = (keys: readonly IssuedKey[]) => keys.map(({ token }) => token);

/** The keys that processes govern, and what became of them. */
export type GovernedKeys = Awaited<ReturnType<typeof governedKeys>>;

/** Issues keys in a new database, and removes it at the end. */
export async function withKeys(
  make: MakeDatabase,
  run: (governed: GovernedKeys) => Promise<void>,
): Promise<void> {
  const database = await make();
  try {
    await run(await governedKeys(database));
  } finally {
    await database.remove();
  }
}

/** Issues keys three days ago: some whose token leaks, some that are used, and some that are unused. */
async function governedKeys(database: SharedDatabase) {
  const storage = database.open();
  await storage.migrate();
  const clock = settableClock(new Date(Date.now() - 3 * dayMs));
  const before = keysThatAllowAll({ repository: storage.repository, clock });
  const issue = (count: number) =>
    Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const owner = { kind: index % 2 === 0 ? 'user' : 'team', id: 'ada' };
        const { key, token } = await before.issue({ owner, actor: { kind: 'user', id: 'ada' }, name: 'old' });
        return { id: key.id, token };
      }),
    );
  const [leaked, used, unused] = [await issue(16), await issue(40), await issue(6)];
  await watchDisablings(database);
  await storage.close();
  const unusedSince = new Date(Date.now() - 2 * dayMs).toISOString();
  const groups = { leaked, used, unused };

  return {
    ...groups,
    database,
    unusedSince,
    /** Everything that is stored of each key, and what is wrong with it. */
    async inspect(): Promise<readonly Inspected[]> {
      const { repository, close } = database.open();
      try {
        const found: Inspected[] = [];
        for (const [group, keys] of Object.entries(groups))
          for (const { id } of keys) found.push(await inspectKey(repository, { group, id }));
        return found;
      } finally {
        await close();
      }
    },
    /** The IDs of keys that were disabled by a statement that saw a use, which the trigger has recorded. */
    async disabledAfterUse() {
      return (await database.query('select id from disabled_after_use')).map(({ id }) => id);
    },
    /** Reports each token again, and disables unused keys again. */
    async repeat() {
      const { repository, close } = database.open();
      const keys = keysThatAllowAll({ repository, leaks });
      for (const { token } of leaked) await keys.reportLeak(token, { source: 'a repetition' });
      await keys.disableUnused({ actor: job, unusedSince: new Date(unusedSince) });
      await keys.close();
      await close();
    },
  };
}

/** Records each key that the job disables although the row has a use: the statement must not have seen that one. */
async function watchDisablings({ description, query }: SharedDatabase): Promise<void> {
  const isWrong = `old.disabled_at is null and new.disabled_by_id = '${job.id}' and old.last_used_at is not null`;
  await query('create table disabled_after_use (id text)');
  if ('sqlite' in description) {
    await query(`create trigger watch after update of disabled_at on postern_key when ${isWrong}
      begin insert into disabled_after_use values (new.id); end`);
    return;
  }
  await query(`create function watch() returns trigger language plpgsql as $$
    begin insert into public.disabled_after_use values (new.id); return null; end $$`);
  await query(`create trigger watch after update on postern_key for each row
    when (${isWrong}) execute function watch()`);
}

/** What is stored of a key. */
export interface Inspected {
  readonly group: string;
  readonly id: string;
  readonly state: KeyState;
  readonly entries: readonly AuditEntry[];
  /** What contradicts the audit entries. There must be nothing. */
  readonly wrong: readonly string[];
  /** Whether nothing is left to do: the leak is reported, and the key was used, or is disabled. */
  readonly isDone: boolean;
}

async function inspectKey(
  repository: KeyRepository,
  { group, id }: { readonly group: string; readonly id: KeyId },
): Promise<Inspected> {
  const key = await repository.get(id);
  if (key === undefined) throw new Error(`${id} is missing`);
  const entries = await repository.history({ of: { keyId: id }, after: null, limit: 100 });
  const of = (action: AuditEntry['action'], actor?: string) =>
    entries.filter((entry) => entry.action === action && (actor === undefined || entry.actor.id === actor));
  const reported = of('leak_reported').length;
  const ended = of('revoked', reporter.id).length + of('disabled', reporter.id).length;
  const disablings = of('disabled').toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const disabler = key.disabledBy?.id;
  const sound: Readonly<Record<string, boolean>> = {
    'is revoked only by its record, or only by its entries':
      of('revoked').length === (key.revokedAt === null ? 0 : 1),
    'was revoked at a different time than its entry says':
      key.revokedAt?.getTime() === of('revoked').at(0)?.at.getTime(),
    'was ended by a report that is not recorded, or the other way round': ended === reported,
    'was reported more than once': reported <= 1,
    'is disabled only by its record, or only by its entries': disablings.at(-1)?.actor.id === disabler,
    'was disabled more than once by the same actor':
      of('disabled', job.id).length <= 1 && of('disabled', reporter.id).length <= 1,
  };
  const state = keyState(key, new Date());
  return {
    group,
    id,
    state,
    entries,
    wrong: Object.keys(sound).filter((problem) => sound[problem] === false),
    isDone: group === 'leaked' ? reported === 1 : state === 'disabled' || key.lastUsedAt !== null,
  };
}
