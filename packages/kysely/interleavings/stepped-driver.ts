import type timers from 'node:timers/promises';
import type { Steps } from '@postern/core/interleavings';
import Database from 'better-sqlite3';
import { vi } from 'vitest';

/** What a search asks of the connection that verifies. */
export type Question = 'version' | 'row';

/** What happens right before a question. */
interface Driving {
  readonly steps: Steps;
  readonly before: (question: Question) => void;
  /** Whether the file is found to be read-only, when something is about to be written. */
  readonly isReadOnly: () => boolean;
  /** Called right after the storage has committed something. */
  readonly committed: () => void;
  /** A deliberate defect: where the version is asked for. */
  readonly versionOf?: 'writer';
}

let driving: Driving | undefined;

/** From now on, the driver reports each question of a search. Only connections that just read make such questions. */
export function drive(next: Driving | undefined): void {
  driving = next;
}

/**
 * The waiting of a storage: the pause before a retry, and the turn of the event loop after a commit. While steps are
 * driven, each is a step.
 */
export function steppedTimers(original: typeof timers): typeof timers {
  const step = async () => driving?.steps.call('wait', () => undefined);
  const turn = async () => {
    if (driving === undefined) return original.setImmediate();
    driving.committed();
    return step();
  };
  return {
    ...original,
    setTimeout: step as typeof timers.setTimeout,
    setImmediate: turn as typeof timers.setImmediate,
  };
}

/** What belongs to the order that is run. */
export const drivenWorld = (): object => driving ?? {};

/** The connection of a storage that writes to each file. */
const writers = new Map<string, Database.Database>();

/** Makes the driver report what the connections of a storage ask. To be called once, in a test file of its own. */
export function stepDriver(): void {
  const prepare = Database.prototype.prepare;
  vi.spyOn(Database.prototype, 'prepare').mockImplementation(function (this: Database.Database, sql: string) {
    if (!this.readonly) {
      if (isOfStorage(sql)) writers.set(this.name, this);
      if (driving?.isReadOnly()) throw new Database.SqliteError('of the driver', 'SQLITE_READONLY');
      return prepare.call(this, sql);
    }
    const question = questionOf(sql);
    const asksWriter = question === 'version' && driving?.versionOf === 'writer';
    const statement = prepare.call(asksWriter ? (writers.get(this.name) ?? this) : this, sql);
    if (question === undefined) return statement;
    const get = statement.get.bind(statement) as (...given: readonly unknown[]) => unknown;
    statement.get = (...given: readonly unknown[]) => {
      driving?.before(question);
      return get(...given);
    };
    return statement;
  });
}

function questionOf(sql: string): Question | undefined {
  if (sql.startsWith('pragma data_version')) return 'version';
  return isOfStorage(sql) ? 'row' : undefined;
}

/** Kysely quotes names; tests don't. */
const isOfStorage = (sql: string) => sql.includes('"postern_key"');
