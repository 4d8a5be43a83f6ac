/**
 * The tables. A record is stored as JSON; what a query searches or sorts by is a column that the database derives from
 * it, so the two never differ. Instants are milliseconds. `collate "C"` compares texts byte by byte.
 */
export const schema = `
  create table api_key (
    id text collate "C" primary key,
    record jsonb not null,
    owner_kind text collate "C" not null generated always as (record->'key'->'owner'->>'kind') stored,
    owner_id text collate "C" not null generated always as (record->'key'->'owner'->>'id') stored,
    created_at bigint not null generated always as ((record->'key'->>'createdAt')::bigint) stored,
    created_by_kind text collate "C" generated always as (record->'key'->'createdBy'->>'kind') stored,
    created_by_id text collate "C" generated always as (record->'key'->'createdBy'->>'id') stored,
    expires_at bigint generated always as ((record->'key'->>'expiresAt')::bigint) stored,
    rotated_at bigint generated always as ((record->'key'->>'rotatedAt')::bigint) stored,
    successor_id text collate "C" generated always as (record->'key'->>'successorId') stored,
    disabled_at bigint generated always as ((record->'key'->>'disabledAt')::bigint) stored,
    revoked_at bigint generated always as ((record->'key'->>'revokedAt')::bigint) stored,
    last_used_at bigint generated always as ((record->'key'->>'lastUsedAt')::bigint) stored
  );
  create index api_key_list on api_key (owner_kind, owner_id, created_at desc, id desc);
  create index api_key_list_all on api_key (created_at desc, id desc);
  create index api_key_list_created on api_key (created_by_kind, created_by_id, created_at desc, id desc);
  create index api_key_list_expiring on api_key (expires_at, id) where expires_at is not null;
  create index api_key_revoke_all on api_key (owner_kind, owner_id, id) where revoked_at is null;
  create index api_key_rotate on api_key (successor_id) where successor_id is not null;
  create index api_key_purge on api_key (revoked_at) where revoked_at is not null;

  create table api_key_audit (
    id text collate "C" primary key,
    entry jsonb not null,
    key_id text collate "C" not null generated always as (entry->>'keyId') stored,
    owner_kind text collate "C" not null generated always as (entry->'owner'->>'kind') stored,
    owner_id text collate "C" not null generated always as (entry->'owner'->>'id') stored,
    at bigint not null generated always as ((entry->>'at')::bigint) stored
  );
  create index api_key_audit_of_key on api_key_audit (key_id, at desc, id desc);
  create index api_key_audit_of_owner on api_key_audit (owner_kind, owner_id, at desc, id desc);

  create table api_key_request (id text collate "C" primary key, key_id text collate "C" not null);

  create table api_key_offer (
    id text collate "C" primary key,
    offer jsonb not null,
    expires_at bigint not null generated always as ((offer->>'expiresAt')::bigint) stored,
    closes_at timestamptz not null
  );
  create index api_key_offer_end on api_key_offer (expires_at);
`;
