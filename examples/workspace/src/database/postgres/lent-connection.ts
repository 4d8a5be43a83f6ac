import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import type { PoolClient, QueryConfig, QueryResultRow } from 'pg';
import type { ConnectionPool } from './pool.js';
import { isConnectionLost, unavailable } from './unavailable.js';

/** A connection of the pool, for one statement or one transaction. */
export interface LentConnection extends DatabaseConnection {
  begin(isolationLevel: string): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  release(): void;
}

/** The driver takes a deadline with each query, in milliseconds; its types do not know that. */
interface TimedQuery extends QueryConfig {
  readonly query_timeout: number;
}

/**
 * Lends a connection until the pool's deadline. A PostgreSQL that is frozen, or a network that is gone, sends nothing,
 * not even its own time-out; so this side counts the time, and a connection that did not answer is never used again:
 * what it was asked for may still happen to it, the beginning of a transaction for one.
 *
 * @throws {DatabaseUnavailableError} from here and from every statement.
 */
export async function lendConnection(pool: ConnectionPool): Promise<LentConnection> {
  const until = performance.now() + pool.deadlineMs;
  const client = await connect(pool);
  let isLost = false;
  let isInTransaction = false;

  async function run<Row>(text: string, values?: readonly unknown[]): Promise<QueryResult<Row>> {
    const query: TimedQuery = {
      text,
      ...(values !== undefined && { values: [...values] }),
      query_timeout: Math.max(1, Math.ceil(until - performance.now())),
    };
    try {
      const { rows, rowCount } = await client.query<Row & QueryResultRow>(query);
      return { rows, ...(typeof rowCount === 'number' && { numAffectedRows: BigInt(rowCount) }) };
    } catch (error) {
      isLost ||= isConnectionLost(error);
      throw unavailable(error) ?? error;
    }
  }

  const connection: LentConnection = {
    async executeQuery<Row>({ sql, parameters, query: { kind } }: CompiledQuery) {
      const isChange = kind === 'InsertQueryNode' || kind === 'UpdateQueryNode' || kind === 'DeleteQueryNode';
      if (!isChange || isInTransaction) return run<Row>(sql, parameters);
      await connection.begin('read committed');
      const result = await run<Row>(sql, parameters);
      await connection.commit();
      return result;
    },
    streamQuery: () => {
      throw new Error('the workspace streams no rows');
    },
    /**
     * PostgreSQL gets the deadline too: a change that was given up here, behind somebody's lock, must not be made
     * later. It is told with every transaction, since a pooler between keeps no settings of a session.
     */
    async begin(isolationLevel) {
      isInTransaction = true;
      await run(
        `start transaction isolation level ${isolationLevel}; set local statement_timeout = ${pool.deadlineMs}`,
      );
    },
    async commit() {
      await run('commit');
      isInTransaction = false;
    },
    async rollback() {
      await run('rollback');
      isInTransaction = false;
    },
    // To leave a transaction open is to take it back: the connection is closed.
    release: () => client.release(isLost || isInTransaction),
  };
  return connection;
}

async function connect(pool: ConnectionPool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw unavailable(error) ?? error;
  }
}
