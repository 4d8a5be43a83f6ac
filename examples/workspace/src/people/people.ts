import type { EncodedHash } from '@postern/core/ports';
import type { Selectable } from 'kysely';
import type { Database } from '../database/database.js';
import type { Tables } from '../database/schema.js';
import { formatPermissions, type Permission, parsePermissions } from '../keys/permissions.js';

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  /** The role in the organisation. */
  readonly role: 'admin' | 'member';
  readonly active: boolean;
  readonly permissions: readonly Permission[];
}

/** What can be changed about a person. Missing fields stay as they are. */
interface PersonChange {
  readonly active?: boolean;
  readonly permissions?: readonly Permission[];
}

export interface People {
  byEmail(
    email: string,
  ): Promise<{ readonly person: Person; readonly passwordHash: EncodedHash } | undefined>;
  /** The name of a person. `undefined`: there is no such person. */
  findName(id: string): Promise<string | undefined>;
  /** Checks whether a person is an active admin of the organisation. */
  isAdmin(id: string): Promise<boolean>;
  /** `undefined`: there is no such person. */
  change(id: string, change: PersonChange): Promise<Person | undefined>;
}

export function peopleIn({ read, write }: Database): People {
  return {
    async byEmail(email) {
      const row = await read
        .selectFrom('workspace_people')
        .selectAll()
        .where('email', '=', email.trim().toLowerCase())
        .executeTakeFirst();
      return row && { person: parsePerson(row), passwordHash: row.password_hash as EncodedHash };
    },

    async findName(id) {
      const person = read.selectFrom('workspace_people').select('name').where('id', '=', id);
      return (await person.executeTakeFirst())?.name;
    },

    async isAdmin(id) {
      const person = read.selectFrom('workspace_people').selectAll().where('id', '=', id);
      const row = await person.executeTakeFirst();
      return row?.active === 1 && row.role === 'admin';
    },

    change: (id, { active, permissions }) =>
      write.transaction().execute(async (transaction) => {
        const columns = {
          ...(active !== undefined && { active: active ? 1 : 0 }),
          ...(permissions !== undefined && { permissions: formatPermissions(permissions) }),
        };
        // If they are activated again, they must sign in again.
        if (active === false) {
          await transaction.deleteFrom('workspace_sessions').where('person_id', '=', id).execute();
        }
        const row =
          Object.keys(columns).length === 0
            ? await transaction
                .selectFrom('workspace_people')
                .selectAll()
                .where('id', '=', id)
                .executeTakeFirst()
            : await transaction
                .updateTable('workspace_people')
                .set(columns)
                .where('id', '=', id)
                .returningAll()
                .executeTakeFirst();
        return row && parsePerson(row);
      }),
  };
}

export function parsePerson(row: Selectable<Tables['workspace_people']>): Person {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role === 'admin' ? 'admin' : 'member',
    active: row.active === 1,
    permissions: parsePermissions(row.permissions),
  };
}
