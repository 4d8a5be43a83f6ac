import type { ApiKey, AuditEntry, KeyId, KeyOffer, Owner } from '@postern/core';
import { keyState, keyStates } from '@postern/core';
import type { AllKeysQuery, KeyCap, KeyQuery, KeyRepository, Position } from '@postern/core/ports';
import { keyOrder, passesFilter, wasLastUsedAt } from '@postern/core/ports';
import type { Pool } from 'pg';
import {
  changed,
  changeOne,
  type Decide,
  endOffer,
  lockSome,
  logEach,
  type Named,
  reportOne,
  rotateOne,
  withinCap,
} from './sql-changes.js';
import { add, fromJson, lock, log, readRecord, requireRecord, save, toJson } from './sql-records.js';
import { commit, type Query, queryOutside, rollBack, transaction } from './sql-transaction.js';

type Row = { readonly id: KeyId; readonly record: unknown };
type Entries = readonly AuditEntry[];

/** Creates a repository in the tables of `schema`. */
export function sqlRepository(pool: Pool): KeyRepository {
  const read = queryOutside(pool);

  /** Takes a step, and adds the audit entries. If the step returns `false`, what it has done is rolled back. */
  const write = (entries: Entries, step: (query: Query) => Promise<boolean>, cap?: KeyCap) =>
    transaction(pool, (query) =>
      withinCap(query, cap, async () => {
        if (!(await step(query))) return rollBack(false);
        await log(query, entries);
        return commit(true);
      }),
    );

  const change = (of: Named, entry: AuditEntry, decide: Decide, cap?: KeyCap) =>
    write([entry], (query) => changeOne(query, of, decide), cap);

  return {
    async find(ids) {
      const rows = await read<Row>('select id, record from api_key where id = any($1)', ids);
      return new Map(rows.map(({ id, record }) => [id, readRecord(record) ?? { unreadable: true }]));
    },

    async get(id) {
      const [row] = await read<Row>('select record from api_key where id = $1', id);
      return row && requireRecord(row).key;
    },

    insert: (stored, entry, cap) => write([entry], (query) => add(query, stored), cap),

    insertIdempotent: ({ stored, requestId, reason, cap }, entry, entryOf) =>
      transaction(pool, (query) =>
        withinCap(query, cap, async () => {
          // Locks the request, so that its attempts take turns, and returns the key of the one before.
          const [request] = await query<{ key_id: KeyId }>(
            `insert into api_key_request as request values ($1, $2)
            on conflict (id) do update set key_id = request.key_id returning key_id`,
            requestId,
            stored.key.id,
          );
          const [earlier] = await lock(query, request ? [request.key_id] : []);
          if (!(await add(query, stored))) return rollBack('taken');
          const { rotatedAt = null, revokedAt = null, lastUsedAt = null } = earlier?.key ?? {};
          if (rotatedAt !== null || (revokedAt === null && lastUsedAt !== null)) return rollBack('used');
          if (earlier !== undefined && revokedAt === null) {
            await save(query, [changed(earlier, { revokedAt: stored.key.createdAt, reason })]);
            await log(query, [entryOf(earlier.key)]);
          }
          await query('update api_key_request set key_id = $2 where id = $1', requestId, stored.key.id);
          await log(query, [entry]);
          return commit('inserted');
        }),
      ),

    revoke: ({ at, reason, ...of }, entry) => change(of, entry, () => ({ revokedAt: at, reason })),

    revokeAll: ({ owner, at, reason, createdBefore, limit }, entryOf) =>
      transaction(pool, async (query) => {
        const end = createdBefore?.getTime() ?? Number.MAX_SAFE_INTEGER;
        const condition = 'owner_kind = $1 and owner_id = $2 and created_at < $3 and revoked_at is null';
        const found = await lockSome(query, { condition, limit }, owner.kind, owner.id, end);
        await save(
          query,
          found.map((stored) => changed(stored, { revokedAt: at, reason })),
        );
        return commit(await logEach(query, found, entryOf));
      }),

    disable: ({ at, by, reason, over, lastUsedAt, ...of }, entry) =>
      change(of, entry, (key) => {
        const isAsDecided = over ? isSame(key.disabledBy, over) : keyStates[keyState(key, at)].accepted;
        return isAsDecided && wasLastUsedAt(key, lastUsedAt) && { disabledAt: at, disabledBy: by, reason };
      }),

    reportLeak: (report, entries) => transaction(pool, (query) => reportOne(query, report, entries)),

    enable: ({ disabledAt, disabledBy, cap, ...of }, entry) =>
      change(
        of,
        entry,
        (key) => {
          const isTheOne =
            key.disabledAt?.getTime() === disabledAt.getTime() && isSame(key.disabledBy, disabledBy);
          return isTheOne && { disabledAt: null, disabledBy: null, reason: null };
        },
        cap,
      ),

    rename: ({ name, ...of }, entry) => change(of, entry, (key) => key.name !== name && { name }),

    rotate: (rotation, entries, entryOf) => write(entries, (query) => rotateOne(query, rotation, entryOf)),

    rehash: ({ from, to, ...of }, entry) => change(of, entry, (_, hash) => hash === from && { hash: to }),

    purge: ({ revokedBefore, limit }, entryOf) =>
      transaction(pool, async (query) => {
        const found = await lockSome(query, { condition: 'revoked_at < $1', limit }, revokedBefore.getTime());
        const ids = await logEach(query, found, entryOf);
        await query('delete from api_key where id = any($1)', ids);
        return commit(ids.length);
      }),

    async list({ owner, state, now, livesBeyondMs: ms = null, after, limit }) {
      const rows = await read<Row>(
        `select record from api_key
          where owner_kind = $1 and owner_id = $2 and (created_at, id) < ($3, $4) and ${stateAt('$5')} = any($6)
            and ($7::bigint is null or expires_at is null or expires_at > created_at + $7)
          order by created_at desc, id desc limit $8`,
        ...[owner.kind, owner.id, ...startOf(after), now.getTime(), statesOf(state), ms, limit],
      );
      return rows.map((row) => requireRecord(row).key);
    },

    async listAll({ after, limit, ...filter }) {
      const order = keyOrder(filter);
      const keys = await examine(read, { after, limit: maxExamined, ...filter });
      const found = keys.filter((key) => passesFilter(key, filter)).slice(0, limit);
      const last = found.length === limit ? found.at(-1) : keys[maxExamined - 1];
      return { keys: found, next: last === undefined ? null : order.positionOf(last) };
    },

    async history({ of, after, limit }) {
      const [condition, ...values] =
        'keyId' in of
          ? ['key_id = $4', of.keyId]
          : ['owner_kind = $4 and owner_id = $5', of.owner.kind, of.owner.id];
      const rows = await read<{ entry: unknown }>(
        `select entry from api_key_audit where (at, id) < ($1, $2) and ${condition}
          order by at desc, id desc limit $3`,
        ...[...startOf(after), limit, ...values],
      );
      return rows.map(({ entry }) => fromJson<AuditEntry>(entry));
    },

    recordUses: (uses) =>
      transaction(pool, async (query) => {
        const latest = new Map<KeyId, number>();
        for (const { keyId, at } of uses) latest.set(keyId, Math.max(latest.get(keyId) ?? 0, at.getTime()));
        const ids = [...latest.keys()];
        // An update alone would lock the rows in any order.
        await query('select id from api_key where id = any($1) order by id for update', ids);
        await query(
          `update api_key set record = jsonb_set(record, '{key,lastUsedAt}', to_jsonb(use.at))
            from unnest($1::text[], $2::bigint[]) as use (id, at)
            where api_key.id = use.id and revoked_at is null and (last_used_at is null or last_used_at < use.at)`,
          ids,
          [...latest.values()],
        );
        return commit(undefined);
      }),

    insertOffer: ({ offer, forgetBefore }, entry) =>
      write([entry], async (query) => {
        await query(
          `delete from api_key_offer where id in
            (select id from api_key_offer where expires_at < $1 order by expires_at limit 10 for update skip locked)`,
          forgetBefore.getTime(),
        );
        // Clocks differ, so the database also counts the time itself: a year at most.
        const lastsMs = Math.min(offer.expiresAt.getTime() - offer.offeredAt.getTime(), 365 * 86_400_000);
        const text = `insert into api_key_offer (id, offer, closes_at)
          values ($1, $2, now() + $3 * interval '1 ms') on conflict do nothing returning id`;
        return (await query(text, offer.id, toJson(offer), lastsMs)).length === 1;
      }),

    async getOffer(id) {
      const [row] = await read<{ offer: unknown }>('select offer from api_key_offer where id = $1', id);
      return row && fromJson<KeyOffer>(row.offer);
    },

    withdrawOffer: (withdrawal, entry) =>
      write([entry], (query) => endOffer(query, withdrawal, 'withdrawnAt')),

    claimOffer: ({ change, cap, ...claim }, entries, entryOf) =>
      write(
        entries,
        async (query) => {
          if (!(await endOffer(query, claim, 'claimedAt'))) return false;
          return 'rotate' in change ? rotateOne(query, change.rotate, entryOf) : add(query, change.insert);
        },
        cap,
      ),
  };
}

const isSame = (one: Owner | null, other: Owner) => one?.kind === other.kind && one.id === other.id;

/** How many records one call examines for a list of all keys, so that it takes a bounded time. */
const maxExamined = 1_000;

/** Reads the records after a position, in the order of a list of all keys, whatever else the query says. */
async function examine(
  read: Query,
  { createdBy, expiresBefore, after, limit }: AllKeysQuery,
): Promise<readonly ApiKey[]> {
  const [start, id] = startOf(after);
  if (expiresBefore !== undefined) {
    const text = `select record from api_key where expires_at < $1 and (expires_at, id) > ($2, $3)
      order by expires_at, id limit $4`;
    const rows = await read<Row>(text, expiresBefore.getTime(), after === null ? -1 : start, id, limit);
    return rows.map((row) => requireRecord(row).key);
  }
  const [condition, ...values] =
    createdBy === undefined
      ? ['true']
      : ['created_by_kind = $4 and created_by_id = $5', createdBy.kind, createdBy.id];
  const rows = await read<Row>(
    `select record from api_key where (created_at, id) < ($1, $2) and ${condition}
      order by created_at desc, id desc limit $3`,
    ...[start, id, limit, ...values],
  );
  return rows.map((row) => requireRecord(row).key);
}

/** Where a page starts: before any position, or after the given one. */
const startOf = (after: Position | null) => [after?.at.getTime() ?? Number.MAX_SAFE_INTEGER, after?.id ?? ''];

/** The state of a record, as `keyState` of core determines it. */
const stateAt = (now: string) => `case when revoked_at is not null then 'revoked'
  when disabled_at is not null then 'disabled' when expires_at <= ${now} then 'expired'
  when rotated_at is not null then 'rotated' else 'live' end`;

const statesOf = (filter: KeyQuery['state']) =>
  Object.entries(keyStates).flatMap(([state, { accepted }]) =>
    filter === 'all' || filter === state || (filter === 'accepted' && accepted) ? [state] : [],
  );
