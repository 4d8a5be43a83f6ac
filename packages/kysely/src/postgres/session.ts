import { isPosternError, PosternError } from '@postern/core';
import {
  type CompiledQuery,
  type DatabaseConnection,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  WithSchemaPlugin,
} from 'kysely';
import { type Deadline, within } from '../deadline.js';
import { tablePrefix } from '../table-prefix.js';
import type { Tables } from '../tables.js';
import { giveBack } from './connection.js';
import { isLost, sqlState, wrapDriverError } from './driver-error.js';
import type { PostgresClient, PostgresStatement } from './pool.js';

/** What a statement came to. Values are texts, as the server writes them. */
export interface StatementResult {
  readonly command: string;
  readonly rowCount: number;
  readonly rows: readonly unknown[];
}

/** A connection, for as long as one piece of work has it. What it throws is the driver's, or Postern's. */
export interface Session {
  readonly deadline: Deadline;
  /** Runs a statement, or several without values; gives the result of each. */
  readonly run: (
    statement: Pick<PostgresStatement, 'text' | 'values'>,
  ) => Promise<readonly StatementResult[]>;
  /** @throws `ERR_REPOSITORY_UNAVAILABLE` where nobody can know whether it was committed. */
  readonly commit: () => Promise<void>;
  /** Takes everything back. Never rejects. */
  readonly rollback: () => Promise<void>;
  /** Gives the connection back, or ends it where it is of no more use. */
  readonly end: () => void;
}

/** Begins a session on a client that a pool has lent. */
export function beginSession(client: PostgresClient, deadline: Deadline): Session {
  let isUsable = true;

  async function run({ text, values }: Pick<PostgresStatement, 'text' | 'values'>) {
    const leftMs = deadline.leftMs();
    if (leftMs <= 0) throw giveUp();
    const statement = values === undefined ? { text, types: asTexts } : { text, values, types: asTexts };
    try {
      return readResults(await within(leftMs, client.query(statement), { onLate: giveUp }));
    } catch (error) {
      // A server that only reads was another one when the connection was made; the next one may lead elsewhere.
      if (isLost(error) || sqlState(error) === '25006') isUsable = false;
      throw error;
    }
  }

  return {
    deadline,
    run,
    async commit() {
      if (deadline.leftMs() <= 0) throw giveUp();
      const [result] = await run({ text: 'commit' }).catch((error) => {
        throw isRolledBack(error) ? error : commitUnknown(error);
      });
      if (result?.command !== 'COMMIT') throw notCommitted();
    },
    async rollback() {
      if (isUsable && deadline.leftMs() > 0) await run({ text: 'rollback' }).catch(giveUp);
      else isUsable = false;
    },
    end() {
      giveBack(client, { isUsable });
    },
  };

  /** A transaction may be left open, and an answer may still come, to somebody else's question. */
  function giveUp(): PosternError {
    isUsable = false;
    return late();
  }
}

/** Values as the server writes them: a parser that the host has set, for all or for its pool, must not get between. */
const asTexts = { getTypeParser: () => (text: string) => text };

function readResults(answer: unknown): readonly StatementResult[] {
  const results = Array.isArray(answer) ? answer : [answer];
  return results.map(({ command, rowCount, rows }) => ({ command, rowCount: rowCount ?? 0, rows }));
}

function late(): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'PostgreSQL did not answer within the deadline (statementDeadlineMs); look at its load and its locks',
  );
}

/** An error in the midst of a commit takes all of it back, unless the server says that it does not know. */
function isRolledBack(error: unknown): boolean {
  return !isPosternError(error) && !isLost(error) && sqlState(error) !== '40003';
}

function notCommitted(): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'PostgreSQL took the change back instead of committing it, so nothing was changed; try again, and look at the log of the server',
  );
}

function commitUnknown(error: unknown): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'the connection was lost while a change was committed: it may have been made or not; look at the key before you try again',
    { cause: wrapDriverError(error).cause },
  );
}

/** Where the tables are. */
export interface Place {
  readonly schema: string;
  readonly tablePrefix: string;
}

/** Makes a Kysely whose queries all run in one session, in the transaction that is under way there. */
export function kyselyOver(session: Pick<Session, 'run'>, place: Place): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new SessionDriver(session),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    // Every name with its schema: `search_path` may be anything, and through a pooler anybody's.
    plugins: [new WithSchemaPlugin(place.schema), tablePrefix(place.tablePrefix)],
  });
}

/** Neither connects nor begins anything: the session has done both. */
class SessionDriver extends DummyDriver {
  readonly #connection: DatabaseConnection;

  constructor(session: Pick<Session, 'run'>) {
    super();
    this.#connection = {
      executeQuery: (query) => execute(session, query),
      streamQuery() {
        throw new TypeError('nothing is streamed');
      },
    };
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }
}

async function execute<Row>(
  session: Pick<Session, 'run'>,
  { sql, parameters }: CompiledQuery,
): Promise<QueryResult<Row>> {
  const [result] = await session.run({ text: sql, values: [...parameters] });
  const { rows = [], rowCount = 0 } = result ?? {};
  return { rows: rows as Row[], numAffectedRows: BigInt(rowCount) };
}
