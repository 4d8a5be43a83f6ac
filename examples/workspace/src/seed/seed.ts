import { randomBytes } from 'node:crypto';
import type { Database } from '../database/database.js';
import type { Plan } from '../people/organisation.js';
import type { Passwords } from '../people/passwords.js';
import { insertDemo } from './demo.js';

/** The settings that seed an empty database. */
interface Seed {
  readonly plan: Plan;
  /** The shared password of all people. `undefined`: one is generated. */
  readonly password: string | undefined;
}

/** The result of seeding a database. `generatedPassword` is known now and never again. */
export interface Seeded {
  readonly generatedPassword: string | undefined;
}

/**
 * Seeds an empty database with the demo organisation. `undefined`: it is already seeded. If several processes start at
 * the same time, the transaction of the first one seeds it.
 */
export async function seedIfEmpty(
  { write }: Database,
  passwords: Passwords,
  { plan, password }: Seed,
): Promise<Seeded | undefined> {
  const organisation = await write.selectFrom('workspace_organisation').select('id').executeTakeFirst();
  if (organisation !== undefined) return undefined;

  const generatedPassword = password === undefined ? randomBytes(15).toString('base64url') : undefined;
  const sharedPassword = password ?? generatedPassword ?? '';
  const hashes = {
    ada: await passwords.hash(sharedPassword),
    grace: await passwords.hash(sharedPassword),
    linus: await passwords.hash(sharedPassword),
  };
  return write.transaction().execute(async (transaction) => {
    const inserted = await transaction
      .insertInto('workspace_organisation')
      .values({ id: 'organisation', name: 'Example Organisation', plan })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (inserted === undefined) return undefined;
    await insertDemo(transaction, hashes);
    return { generatedPassword };
  });
}
