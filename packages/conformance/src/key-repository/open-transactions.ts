import type { KeyRepository, StoredKey } from '@postern/core/ports';
import type { Clause } from '../clause.js';
import { revokedByHand, withSql } from './changes-by-hand.js';
import type { SqlConnection } from './hooks.js';
import { assertReads, type Order, orders, warmUp } from './reads.js';
import { add, clauseWith, type MakeKeyRepository } from './subject.js';
import { within } from './within.js';

/** What `find` and `get` promise about transactions of someone else. */
export const openTransactionClauses: readonly Clause<MakeKeyRepository>[] = [
  aroundTransaction(
    'S01 find and get see a change once its transaction commits, however late, and not before',
    async ({ sql, record, changed, other, warm, reads }) => {
      await warm();
      await sql.run('begin');
      await sql.update(changed);
      for (const _ of orders) await reads(record, other);
      await sql.run('commit');
      await reads(changed, other);
    },
  ),

  aroundTransaction(
    'S01 find and get see a change by a transaction that was open when they first read the record, once it commits',
    async ({ sql, record, changed, other, warm, reads }) => {
      await sql.run('begin');
      await sql.update(changed);
      await reads(record, other);
      await warm();
      await sql.run('commit');
      await reads(changed, other);
    },
  ),

  aroundTransaction(
    'find and get never return a change that is rolled back, neither before nor after',
    async ({ sql, record, changed, other, warm, reads }) => {
      await warm();
      await sql.run('begin');
      await sql.update(changed);
      await reads(record, other);
      await sql.run('rollback');
      await reads(record, other);
    },
  ),

  aroundTransaction(
    'find and get never return a change that is rolled back to a savepoint, but see the rest of its transaction',
    async ({ sql, record, changed, other, warm, reads }) => {
      await warm();
      await sql.run('begin');
      await sql.update(revokedByHand(other));
      await sql.run('savepoint one');
      await sql.update(changed);
      await reads(record, other);
      await sql.run('rollback to savepoint one');
      await reads(record, other);
      await sql.run('commit');
      await reads(record, revokedByHand(other));
    },
  ),

  aroundTransaction(
    'S01 find and get see a change in a savepoint once its transaction commits, and not when it is released',
    async ({ sql, record, changed, other, warm, reads }) => {
      await warm();
      await sql.run('begin');
      await sql.run('savepoint one');
      await sql.update(changed);
      await sql.run('release savepoint one');
      await reads(record, other);
      await sql.run('commit');
      await reads(changed, other);
    },
  ),

  aroundTransaction(
    'F09 find and get do not wait for a transaction that has deleted the record',
    async ({ sql, record, other, warm, reads }) => {
      await warm();
      await sql.run('begin');
      await sql.delete(record.key.id);
      await reads(record, other);
      await sql.run('rollback');
    },
  ),
];

/** A transaction of someone else, the record that it changes, and another one. */
interface Scene {
  readonly sql: SqlConnection;
  readonly record: StoredKey;
  /** The record after the change. */
  readonly changed: StoredKey;
  readonly other: StoredKey;
  /** Reads both records, so that a repository that remembers records has them. */
  warm(): Promise<void>;
  /** Fails unless `find` and `get` return these records, without waiting for a transaction. */
  reads(...expected: readonly StoredKey[]): Promise<void>;
}

function aroundTransaction(name: string, play: (scene: Scene) => Promise<void>): Clause<MakeKeyRepository> {
  return clauseWith('sql', name, (repository, subject) =>
    withSql(subject, async (sql) => {
      for (const order of orders) await play(await sceneOf(repository, sql, order));
    }),
  );
}

async function sceneOf(repository: KeyRepository, sql: SqlConnection, order: Order): Promise<Scene> {
  const [record, other] = [await add(repository), await add(repository)];
  const soon = <Value>(read: Promise<Value>) =>
    within(sql.readsWithinMs, 'a read next to a transaction of someone else', read);
  return {
    sql,
    record,
    changed: revokedByHand(record),
    other,
    warm: () => soon(warmUp(repository, record, other)),
    reads: (...stored) => soon(assertReads(repository, order, ...stored)),
  };
}
