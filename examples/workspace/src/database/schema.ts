import type { ColumnDataType, Expression, Kysely } from 'kysely';
import type { Tables } from './tables.js';

/** The type of a column of texts, compared by code unit and never by the rules of a language. */
type TextType = ColumnDataType | Expression<unknown>;

/** Creates the tables that are missing. Run it in a transaction that keeps others from doing the same meanwhile. */
export async function createTables(db: Kysely<Tables>, text: TextType): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('workspace_settings')
    .ifNotExists()
    .addColumn('name', text, (column) => column.primaryKey())
    .addColumn('value', text, (column) => column.notNull())
    .execute();
  await schema
    .createTable('workspace_organisation')
    .ifNotExists()
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('plan', text, (column) => column.notNull())
    .execute();
  await createPeopleTables(db, text);
  await createChatTable(db, text);
  await createWorkTables(db, text);
}

async function createPeopleTables({ schema }: Kysely<Tables>, text: TextType): Promise<void> {
  await schema
    .createTable('workspace_people')
    .ifNotExists()
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('email', text, (column) => column.notNull().unique())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('role', text, (column) => column.notNull())
    .addColumn('active', 'integer', (column) => column.notNull())
    .addColumn('permissions', text, (column) => column.notNull())
    .addColumn('password_hash', text, (column) => column.notNull())
    .execute();
  await schema
    .createTable('workspace_teams')
    .ifNotExists()
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('permissions', text, (column) => column.notNull())
    .execute();
  await schema
    .createTable('workspace_team_members')
    .ifNotExists()
    .addColumn('team_id', text, (column) => column.notNull().references('workspace_teams.id'))
    .addColumn('person_id', text, (column) => column.notNull().references('workspace_people.id'))
    .addColumn('role', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('workspace_team_members_key', ['team_id', 'person_id'])
    .execute();
  await schema
    .createTable('workspace_sessions')
    .ifNotExists()
    .addColumn('id_hash', text, (column) => column.primaryKey())
    .addColumn('person_id', text, (column) => column.notNull().references('workspace_people.id'))
    .addColumn('expires_at', text, (column) => column.notNull())
    .execute();
}

async function createChatTable({ schema }: Kysely<Tables>, text: TextType): Promise<void> {
  await schema
    .createTable('workspace_chat_messages')
    .ifNotExists()
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('person_id', text, (column) => column.notNull().references('workspace_people.id'))
    .addColumn('role', text, (column) => column.notNull())
    .addColumn('text', text, (column) => column.notNull())
    .addColumn('cards', text, (column) => column.notNull())
    .execute();
  await schema
    .createIndex('workspace_chat_messages_of_person')
    .ifNotExists()
    .on('workspace_chat_messages')
    .columns(['person_id', 'id'])
    .execute();
}

async function createWorkTables({ schema }: Kysely<Tables>, text: TextType): Promise<void> {
  await schema
    .createTable('workspace_agents')
    .ifNotExists()
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('team_id', text, (column) => column.references('workspace_teams.id'))
    .addColumn('created_at', text, (column) => column.notNull())
    .execute();
  await schema
    .createTable('workspace_intakes')
    .ifNotExists()
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('team_id', text, (column) => column.notNull().references('workspace_teams.id'))
    .execute();
  await schema
    .createTable('workspace_work_items')
    .ifNotExists()
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('intake_id', text, (column) => column.notNull().references('workspace_intakes.id'))
    .addColumn('status', text, (column) => column.notNull())
    .addColumn('payload', text, (column) => column.notNull())
    .addColumn('result', text)
    .addColumn('error', text)
    .addColumn('created_at', text, (column) => column.notNull())
    .execute();
  await schema
    .createIndex('workspace_work_items_of_intake')
    .ifNotExists()
    .on('workspace_work_items')
    .columns(['intake_id', 'status', 'created_at'])
    .execute();
  await schema
    .createTable('workspace_work_requests')
    .ifNotExists()
    .addColumn('intake_id', text, (column) => column.notNull().references('workspace_intakes.id'))
    .addColumn('sender', text, (column) => column.notNull())
    .addColumn('request_key', text, (column) => column.notNull())
    .addColumn('fingerprint', text, (column) => column.notNull())
    .addColumn('work_id', text, (column) =>
      column.notNull().unique().references('workspace_work_items.id').onDelete('cascade'),
    )
    .addPrimaryKeyConstraint('workspace_work_requests_key', ['intake_id', 'sender', 'request_key'])
    .execute();
}
