import type pg from 'pg';
import { hostPool } from './temporary-database.js';

/** A statement, as `pg` gets it. */
interface SentStatement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** A pool for a PostgreSQL database, and every statement that was sent through it. */
export function recordedPool(url: string): {
  readonly pool: pg.Pool;
  readonly sent: readonly SentStatement[];
} {
  const sent: SentStatement[] = [];
  const pool = hostPool(url, { max: 4 });
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...given: readonly unknown[]) => unknown;
    const record = (statement: string | Partial<SentStatement>, ...given: readonly unknown[]) => {
      const { text = '', values = [] } =
        typeof statement === 'string'
          ? { text: statement, values: Array.isArray(given[0]) ? given[0] : [] }
          : statement;
      sent.push({ text, values });
      return query(statement, ...given);
    };
    Object.assign(client, { query: record });
  });
  return { pool, sent };
}
