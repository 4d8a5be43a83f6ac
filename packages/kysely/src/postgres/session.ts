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
import { releaseConnection } from './connection.js';
import { isLost, sqlState, wrapDriverError } from './driver-error.js';
import type { PostgresClient, PostgresStatement } from './pool.js';

/** The result of a statement. Values are texts, as the server writes them. */
export interface StatementResult {
  readonly command: string;
  readonly rowCount: number;
  readonly rows: readonly unknown[];
}

/** What a session runs. */
type Statement = Pick<PostgresStatement, 'text' | 'values' | 'rowMode'>;

/** A connection, while one piece of work has it. Throws errors of the driver or of Postern. */
export interface Session {
  readonly deadline: Deadline;
  /** Runs one statement, or several without values. Returns the result of each. */
  readonly run: (statement: Statement) => Promise<readonly StatementResult[]>;
  /** @throws `ERR_REPOSITORY_UNAVAILABLE` if there is no way to know whether it was committed. */
  readonly commit: () => Promise<void>;
  /** Rolls everything back. Never rejects. */
  readonly rollback: () => Promise<void>;
  /** Returns the connection to its pool, or closes it if it is no longer usable. */
  readonly end: () => void;
}

/** Opens a session on a client that was acquired from a pool. */
export function openSession(client: PostgresClient, deadline: Deadline): Session {
  let isUsable = true;

  async function run(statement: Statement) {
    const leftMs = deadline.leftMs();
    if (leftMs <= 0) throw giveUp();
    try {
      const answered = client.query({ ...statement, types: asTexts });
      return readResults(await within(leftMs, answered, { onLate: giveUp }));
    } catch (error) {
      // A read-only server was not read-only when the connection was made; the next connection may lead to another
      // server.
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
      releaseConnection(client, { isUsable });
    },
  };

  /** A transaction may be left open, and an answer may still arrive, as if to the next statement. */
  function giveUp(): PosternError {
    isUsable = false;
    return statementLate();
  }
}

/** Values as the server writes them: a parser that the host has set, globally or for its pool, must not change them. */
const asTexts = { getTypeParser: () => (text: string) => text };

function readResults(answer: unknown): readonly StatementResult[] {
  const results = Array.isArray(answer) ? answer : [answer];
  return results.map(({ command, rowCount, rows }) => ({ command, rowCount: rowCount ?? 0, rows }));
}

function statementLate(): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'PostgreSQL did not answer before the deadline (statementDeadlineMs); check its load and its locks',
  );
}

/** An error during a commit rolls everything back, unless the server reports that it does not know. */
function isRolledBack(error: unknown): boolean {
  return !isPosternError(error) && !isLost(error) && sqlState(error) !== '40003';
}

function notCommitted(): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    "PostgreSQL rolled the change back instead of committing it, so nothing was changed; try again, and check the server's log",
  );
}

function commitUnknown(error: unknown): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'the connection was lost during a commit, so the change may or may not have been made; check the key before you try again',
    { cause: wrapDriverError(error).cause },
  );
}

/** Where the tables are. */
export interface TableLocation {
  readonly schema: string;
  readonly tablePrefix: string;
}

/** Creates a Kysely whose queries all run in one session, in the transaction that is open there. */
export function sessionKysely(session: Pick<Session, 'run'>, location: TableLocation): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new SessionDriver(session),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    // Every name has its schema: `search_path` may be anything, and through a pooler it may be another client's.
    plugins: [new WithSchemaPlugin(location.schema), tablePrefix(location.tablePrefix)],
  });
}

/** Neither connects nor starts a transaction: the session has done both. */
class SessionDriver extends DummyDriver {
  readonly #connection: DatabaseConnection;

  constructor(session: Pick<Session, 'run'>) {
    super();
    this.#connection = {
      executeQuery: (query) => execute(session, query),
      streamQuery() {
        throw new TypeError('streaming is not supported');
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
