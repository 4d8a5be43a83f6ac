import {
  type BinaryOperationNode,
  type CreateIndexNode,
  expressionBuilder,
  type KyselyPlugin,
  type OnConflictNode,
  OperationNodeTransformer,
  type ReturningNode,
  SelectQueryNode,
  sql,
  type UpdateQueryNode,
} from 'kysely';
import type { Dialect } from '../src/dialect.js';
import { sqliteDialect } from '../src/sqlite/sqlite-dialect.js';
import type { Instant, Tables } from '../src/tables.js';

/**
 * The dialect of a database that needs other statements than SQLite and PostgreSQL, as MySQL does. It runs on SQLite.
 */
export const plainDialect: Dialect = {
  ...sqliteDialect,
  partialIndex: (index) => index,
  subquery: (ids) => expressionBuilder<Tables>().selectFrom(ids.as('found')).select('id'),
  async insertIfAbsent(db, table, row) {
    const { id } = row as { readonly id?: unknown };
    const found = await sql`select id from ${sql.table(table)} where id = ${id}`.execute(db);
    if (found.rows.length > 0) return false;
    await db.insertInto(table).values(row).execute();
    return true;
  },
  async insertOrLock(db, row) {
    const found = db.selectFrom('issue_request').select('key_id').where('id', '=', row.id);
    const earlier = await found.executeTakeFirst();
    if (earlier !== undefined) return earlier.key_id;
    await db.insertInto('issue_request').values(row).execute();
    return row.key_id;
  },
  async updateKeys(db, set, where) {
    const rows = await db.selectFrom('key').select('id').where(where).execute();
    for (const { id } of rows) await db.updateTable('key').set(set).where('id', '=', id).execute();
    return rows;
  },
  async updateListedKeys(db, list, update) {
    for (const { id, at } of list) {
      const { set, where } = update(sql<Instant>`${at}`);
      await db.updateTable('key').set(set).where('id', '=', id).where(where).execute();
    }
  },
  async deleteKeys(db, where) {
    const rows = await db.selectFrom('key').select(['id', 'owner_kind', 'owner_id']).where(where).execute();
    for (const { id } of rows) await db.deleteFrom('key').where('id', '=', id).execute();
    return rows;
  },
};

/** Refuses statements that such a database does not understand. */
export const plainSql: KyselyPlugin = {
  transformQuery: ({ node, queryId }) => new PlainSql().transformNode(node, queryId),
  transformResult: async ({ result }) => result,
};

class PlainSql extends OperationNodeTransformer {
  protected override transformOnConflict(): OnConflictNode {
    throw new TypeError('on conflict');
  }

  protected override transformReturning(): ReturningNode {
    throw new TypeError('returning');
  }

  protected override transformUpdateQuery(node: UpdateQueryNode): UpdateQueryNode {
    if (node.from !== undefined) throw new TypeError('update from');
    return super.transformUpdateQuery(node);
  }

  protected override transformBinaryOperation(node: BinaryOperationNode): BinaryOperationNode {
    const { rightOperand } = node;
    if (SelectQueryNode.is(rightOperand) && rightOperand.limit !== undefined)
      throw new TypeError('limit in a sub-query');
    return super.transformBinaryOperation(node);
  }

  protected override transformCreateIndex(node: CreateIndexNode): CreateIndexNode {
    if (node.where !== undefined) throw new TypeError('partial index');
    return super.transformCreateIndex(node);
  }
}
