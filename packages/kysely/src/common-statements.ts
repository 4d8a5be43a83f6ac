import { sql } from 'kysely';
import type { Dialect, Statements } from './dialect.js';
import type { Instant } from './tables.js';

/**
 * The statements for databases that have `on conflict` and `returning`, let an update or a delete search the table that
 * it changes, and call the columns of a `values` list `column1` and `column2`.
 */
export function commonStatements({
  instantType,
  rowLock,
  lockOwner,
}: Pick<Dialect, 'instantType' | 'rowLock' | 'lockOwner'>): Statements {
  return {
    rowLock,
    lockOwner,

    subquery: (ids) => ids,

    async insertIfAbsent(db, table, row) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto(table)
        .values(row)
        .onConflict((conflict) => conflict.column('id' as never).doNothing())
        .executeTakeFirstOrThrow();
      return numInsertedOrUpdatedRows === 1n;
    },

    async insertOrLock(db, row) {
      const found = await db
        .insertInto('issue_request')
        .values(row)
        // Changes nothing. A row that is not updated is neither locked nor returned.
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ id: row.id }))
        .returning('key_id')
        .executeTakeFirst();
      return found?.key_id;
    },

    updateKeys: (db, set, where) => db.updateTable('key').set(set).where(where).returning('id').execute(),

    async updateListedKeys(db, list, update) {
      const rows = list.map(({ id, at }) => sql`(${id}, cast(${at} as ${instantType}))`);
      const { set, where } = update(sql<Instant>`column2`);
      await db
        .updateTable('key')
        .from(sql`(values ${sql.join(rows)})`.as('used'))
        .set(set)
        .where('id', '=', sql<string>`column1`)
        .where(where)
        .execute();
    },

    deleteKeys: (db, where) =>
      db.deleteFrom('key').where(where).returning(['id', 'owner_kind', 'owner_id']).execute(),
  };
}
