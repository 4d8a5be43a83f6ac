import { randomUUID } from 'node:crypto';
import type { Selectable, Transaction } from 'kysely';
import type { Database } from '../database/database.js';
import type { Tables } from '../database/schema.js';
import { formatPermissions, type Permission, parsePermissions } from '../keys/permissions.js';

/** An owner of keys that is not a person: a pipeline or another service. It outlives the people who set it up. */
export interface ServiceAccount {
  readonly id: string;
  readonly name: string;
  /** While it is not, its keys are refused. */
  readonly active: boolean;
  readonly permissions: readonly Permission[];
  /** The ID of the person who added it. */
  readonly createdBy: string;
  /** An ISO 8601 instant. */
  readonly createdAt: string;
}

/** What can be changed about a service account. Missing fields stay as they are. */
interface ServiceAccountChange {
  readonly active?: boolean;
  readonly permissions?: readonly Permission[];
}

/** What happened to a new service account. */
type ServiceAccountAddition =
  | { readonly outcome: 'added'; readonly account: ServiceAccount }
  /** Another one has this name, in upper or lower case, and people tell them apart by it. */
  | { readonly outcome: 'name taken' }
  /** There are already `maxServiceAccounts`. */
  | { readonly outcome: 'full' };

/** How many service accounts there may be: each admin's settings list them all. */
export const maxServiceAccounts = 100;

/** Why an account was not added. */
export const additionRefusals = {
  'name taken': 'another service account has this name; choose a different one',
  full: `the maximum of ${maxServiceAccounts} service accounts is reached`,
} as const satisfies Readonly<Record<Exclude<ServiceAccountAddition['outcome'], 'added'>, string>>;

export interface ServiceAccounts {
  /** All, in order of their names. */
  list(): Promise<readonly ServiceAccount[]>;
  /** The IDs of those that a person manages: all for an active admin of the organisation, none for anyone else. */
  listForPerson(personId: string): Promise<readonly string[]>;
  /** Checks whether there is such an account and the person manages it. */
  isManagedBy(id: string, personId: string): Promise<boolean>;
  /** `undefined`: there is no such account. */
  find(id: string): Promise<ServiceAccount | undefined>;
  add(account: Pick<ServiceAccount, 'name' | 'permissions' | 'createdBy'>): Promise<ServiceAccountAddition>;
  /** `undefined`: there is no such account. */
  change(id: string, change: ServiceAccountChange): Promise<ServiceAccount | undefined>;
}

export function serviceAccountsIn({ read, write, grow }: Database): ServiceAccounts {
  const managedBy = (personId: string) =>
    read
      .selectFrom('workspace_service_accounts as account')
      .select('account.id')
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('workspace_people as person')
            .select('person.id')
            .where('person.id', '=', personId)
            // M04 services
            .where('person.role', '=', 'admin')
            .where('person.active', '=', 1),
        ),
      );
  const found = (id: string) =>
    read.selectFrom('workspace_service_accounts').selectAll().where('id', '=', id).executeTakeFirst();

  return {
    async list() {
      const accounts = read.selectFrom('workspace_service_accounts').selectAll().orderBy('name');
      return (await accounts.execute()).map(parseServiceAccount);
    },

    async listForPerson(personId) {
      return (await managedBy(personId).orderBy('account.name').execute()).map(({ id }) => id);
    },

    async isManagedBy(id, personId) {
      const row = await managedBy(personId).where('account.id', '=', id).executeTakeFirst();
      return row !== undefined;
    },

    async find(id) {
      const row = await found(id);
      return row && parseServiceAccount(row);
    },

    add: ({ name, permissions, createdBy }) =>
      grow.transaction().execute(async (transaction) => {
        await lockOrganisation(transaction);
        const names = await namesIn(transaction);
        if (names.length >= /* F13 services */ maxServiceAccounts) return { outcome: 'full' };
        // Agents find an account by its name, whatever its case.
        if (names.some((other) => other.toLowerCase() === name.toLowerCase()))
          return { outcome: 'name taken' };
        const row = await transaction
          .insertInto('workspace_service_accounts')
          .values({
            id: randomUUID(),
            name,
            active: 1,
            permissions: formatPermissions(permissions),
            created_by: createdBy,
            created_at: new Date().toISOString(),
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        return { outcome: 'added', account: parseServiceAccount(row) };
      }),

    async change(id, { active, permissions }) {
      const columns = {
        ...(active !== undefined && { active: active ? 1 : 0 }),
        ...(permissions !== undefined && { permissions: formatPermissions(permissions) }),
      };
      const row =
        Object.keys(columns).length === 0
          ? await found(id)
          : await write
              .updateTable('workspace_service_accounts')
              .set(columns)
              .where('id', '=', id)
              .returningAll()
              .executeTakeFirst();
      return row && parseServiceAccount(row);
    },
  };
}

/** Changes nothing, but makes another transaction that does the same wait for this one, on both engines. */
async function lockOrganisation(transaction: Transaction<Tables>): Promise<void> {
  await transaction
    .updateTable('workspace_organisation')
    .set(({ ref }) => ({ plan: ref('plan') }))
    .execute();
}

async function namesIn(transaction: Transaction<Tables>): Promise<readonly string[]> {
  const rows = await transaction.selectFrom('workspace_service_accounts').select('name').execute();
  return rows.map(({ name }) => name);
}

function parseServiceAccount(row: Selectable<Tables['workspace_service_accounts']>): ServiceAccount {
  return {
    id: row.id,
    name: row.name,
    active: row.active === 1,
    permissions: parsePermissions(row.permissions),
    createdBy: row.created_by,
    createdAt: row.created_at,
  };
}
