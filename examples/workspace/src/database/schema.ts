import { type Kysely, sql } from 'kysely';

/**
 * The workspace's own tables. They only use texts and integers, which every SQL database has. Instants are ISO 8601
 * texts in UTC, which sort correctly; permissions are separated by spaces, as OAuth writes scopes.
 */
export interface Tables {
  workspace_settings: { name: string; value: string };
  workspace_organisation: { id: string; name: string; plan: string };
  workspace_people: {
    id: string;
    email: string;
    name: string;
    role: string;
    /** 1 or 0. */
    active: number;
    permissions: string;
    password_hash: string;
  };
  workspace_teams: { id: string; name: string; permissions: string };
  workspace_team_members: { team_id: string; person_id: string; role: string };
  workspace_service_accounts: {
    id: string;
    name: string;
    /** 1 or 0. */
    active: number;
    permissions: string;
    /** The ID of the person who added it. */
    created_by: string;
    created_at: string;
  };
  workspace_sessions: { id_hash: string; person_id: string; expires_at: string };
  workspace_agents: {
    id: string;
    name: string;
    /** `null`: the agent belongs to the whole organisation. */
    team_id: string | null;
    created_at: string;
  };
  workspace_intakes: { id: string; name: string; team_id: string };
  /** The conversations with the admin agent. They contain no tokens, which are masked before. */
  workspace_chat_messages: {
    /** Starts with the instant, so that IDs sort in the order of the messages. */
    id: string;
    person_id: string;
    /** `person` or `agent`. */
    role: string;
    text: string;
    /** The cards below the text, as JSON. */
    cards: string;
  };
  workspace_work_items: {
    id: string;
    intake_id: string;
    status: string;
    /** What was received. Once the work is done, only an excerpt without secrets. */
    payload: string;
    result: string | null;
    error: string | null;
    created_at: string;
  };
  /** The request of each work item, so that a retry does not add another one. Deleted with the work item. */
  workspace_work_requests: {
    intake_id: string;
    /** The owner of the key: its kind, a colon, and its ID. */
    sender: string;
    request_key: string;
    /** Of the payload, of which only an excerpt is kept when the work is done. */
    fingerprint: string;
    work_id: string;
  };
}

/**
 * Creates missing tables, with a type for text columns that compares by code unit, never by the rules of a language.
 * Run it in a transaction that keeps other processes from doing so at the same time.
 */
export async function createTables(db: Kysely<Tables>, text: string): Promise<void> {
  for (const statement of statementsWith(text)) await sql.raw(statement).execute(db);
}

const statementsWith = (text: string): readonly string[] => [
  `create table if not exists workspace_settings (
    name ${text} primary key,
    value ${text} not null)`,
  `create table if not exists workspace_organisation (
    id ${text} primary key,
    name ${text} not null,
    plan ${text} not null)`,
  `create table if not exists workspace_people (
    id ${text} primary key,
    email ${text} not null unique,
    name ${text} not null,
    role ${text} not null,
    active integer not null,
    permissions ${text} not null,
    password_hash ${text} not null)`,
  `create table if not exists workspace_teams (
    id ${text} primary key,
    name ${text} not null,
    permissions ${text} not null)`,
  `create table if not exists workspace_team_members (
    team_id ${text} not null references workspace_teams (id),
    person_id ${text} not null references workspace_people (id),
    role ${text} not null,
    constraint workspace_team_members_key primary key (team_id, person_id))`,
  `create table if not exists workspace_service_accounts (
    id ${text} primary key,
    name ${text} not null unique,
    active integer not null,
    permissions ${text} not null,
    created_by ${text} not null references workspace_people (id),
    created_at ${text} not null)`,
  `create table if not exists workspace_sessions (
    id_hash ${text} primary key,
    person_id ${text} not null references workspace_people (id),
    expires_at ${text} not null)`,
  `create table if not exists workspace_chat_messages (
    id ${text} primary key,
    person_id ${text} not null references workspace_people (id),
    role ${text} not null,
    text ${text} not null,
    cards ${text} not null)`,
  `create index if not exists workspace_chat_messages_of_person
    on workspace_chat_messages (person_id, id)`,
  `create table if not exists workspace_agents (
    id ${text} primary key,
    name ${text} not null,
    team_id ${text} references workspace_teams (id),
    created_at ${text} not null)`,
  `create table if not exists workspace_intakes (
    id ${text} primary key,
    name ${text} not null,
    team_id ${text} not null references workspace_teams (id))`,
  `create table if not exists workspace_work_items (
    id ${text} primary key,
    intake_id ${text} not null references workspace_intakes (id),
    status ${text} not null,
    payload ${text} not null,
    result ${text},
    error ${text},
    created_at ${text} not null)`,
  `create index if not exists workspace_work_items_of_intake
    on workspace_work_items (intake_id, status, created_at)`,
  `create table if not exists workspace_work_requests (
    intake_id ${text} not null references workspace_intakes (id),
    sender ${text} not null,
    request_key ${text} not null,
    fingerprint ${text} not null,
    work_id ${text} not null unique references workspace_work_items (id) on delete cascade,
    constraint workspace_work_requests_key primary key (intake_id, sender, request_key))`,
];
