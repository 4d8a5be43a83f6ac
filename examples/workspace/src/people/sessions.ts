import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '../database/database.js';
import { type Person, parsePerson } from './people.js';

/** How long a session lasts, in milliseconds: a working day. */
export const sessionMs = 12 * 60 * 60 * 1_000;

/** How many sessions a person may have: anyone can sign in again and again. The oldest ones end. */
const maxSessionsOfPerson = 20;

/** Sessions of signed-in people. An ID is 256 random bits, so a fast hash of it is enough to keep. */
export interface Sessions {
  /**
   * Begins a session, and returns its ID, which is stored nowhere. Ends the `previous` session, whoever it belonged to,
   * and the person's oldest ones beyond 20.
   */
  begin(personId: string, previous?: string): Promise<string>;
  /** Who is signed in now. `undefined`: the session has ended, or the person is not active any more. */
  findPerson(sessionId: string): Promise<Person | undefined>;
  end(sessionId: string): Promise<void>;
  /** Ends all sessions of a person. */
  endAll(personId: string): Promise<void>;
}

export function sessionsIn({ read, write }: Database): Sessions {
  return {
    // Nothing has the ID ''.
    async begin(personId, previous = '') {
      const now = Date.now();
      const id = randomBytes(32).toString('base64url');
      const expiresAt = new Date(now + sessionMs).toISOString();
      await write.transaction().execute(async (transaction) => {
        await transaction
          .deleteFrom('workspace_sessions')
          .where((eb) =>
            eb.or([
              eb('expires_at', '<=', new Date(now).toISOString()),
              eb('id_hash', '=', hashSessionId(previous)),
            ]),
          )
          .execute();
        await transaction
          .deleteFrom('workspace_sessions')
          .where('person_id', '=', personId)
          .where('id_hash', 'not in', (eb) =>
            eb
              .selectFrom('workspace_sessions')
              .select('id_hash')
              .where('person_id', '=', personId)
              .orderBy('expires_at', 'desc')
              .limit(/* F13 sessions */ maxSessionsOfPerson - 1),
          )
          .execute();
        await transaction
          .insertInto('workspace_sessions')
          .values({ id_hash: hashSessionId(id), person_id: personId, expires_at: expiresAt })
          .execute();
      });
      return id;
    },

    async findPerson(sessionId) {
      const row = await read
        .selectFrom('workspace_sessions as session')
        .innerJoin('workspace_people as person', 'person.id', 'session.person_id')
        .selectAll('person')
        .where('session.id_hash', '=', hashSessionId(sessionId))
        .where('session.expires_at', '>', new Date().toISOString())
        .where('person.active', '=', 1)
        .executeTakeFirst();
      return row && parsePerson(row);
    },

    async end(sessionId) {
      await write.deleteFrom('workspace_sessions').where('id_hash', '=', hashSessionId(sessionId)).execute();
    },

    async endAll(personId) {
      await write.deleteFrom('workspace_sessions').where('person_id', '=', personId).execute();
    },
  };
}

function hashSessionId(sessionId: string): string {
  return createHash('sha256').update(sessionId).digest('hex');
}
