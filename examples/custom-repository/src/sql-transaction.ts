import { isPosternError, PosternError } from '@postern/core';
import { safeCause } from '@postern/core/ports';
import type { Pool, PoolClient } from 'pg';

/** Runs a statement, and returns its rows. */
export type Query = <Row>(text: string, ...values: readonly unknown[]) => Promise<readonly Row[]>;

/** How a transaction ends: what it answers, and whether anything of it stays. */
export interface Ending<Answer> {
  readonly commits: boolean;
  readonly answer: Answer;
}

export function commit<Answer>(answer: Answer): Ending<Answer> {
  return { commits: true, answer };
}

export function rollBack<Answer>(answer: Answer): Ending<Answer> {
  return { commits: false, answer };
}

/** SQLSTATE: serialization_failure, deadlock_detected. The database has rolled back, and another attempt may succeed. */
const worthAnotherTry: readonly unknown[] = ['40001', '40P01'];
const maxAttempts = 5;

/** Runs work in a transaction, and resolves with its answer once it is committed or rolled back. */
export async function transaction<Answer>(
  pool: Pool,
  work: (query: Query) => Promise<Ending<Answer>>,
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const client = await pool.connect().catch(throwFault);
    try {
      await client.query('begin isolation level read committed');
      const { commits, answer } = await work(queryWith(client));
      await client.query(commits ? 'commit' : 'rollback');
      client.release();
      return answer;
    } catch (error) {
      // Closing the connection also rolls back, whatever state it is in.
      client.release(true);
      if (attempt === maxAttempts || !worthAnotherTry.includes((error as { code?: unknown }).code))
        throwFault(error);
    }
  }
}

/** Runs a single statement outside any transaction: it sees what is committed now. */
export function queryOutside(pool: Pool): Query {
  return (text, ...values) => queryWith(pool)<never>(text, ...values).catch(throwFault);
}

function queryWith(connection: Pool | PoolClient): Query {
  return async (text, ...values) => (await connection.query(text, [...values])).rows;
}

/** The driver's error may quote rows and statements. */
function throwFault(error: unknown): never {
  if (isPosternError(error)) throw error;
  throw new PosternError('ERR_REPOSITORY_UNAVAILABLE', 'the database failed', { cause: safeCause(error) });
}
