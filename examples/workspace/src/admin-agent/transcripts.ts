import { randomBytes } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Database } from '../database/database.js';
import type { Tables } from '../database/schema.js';
import type { Answer, Card, Message } from './assistant.js';

/** How many messages of a person are kept. */
const keptMessages = 200;

/** The conversations of people with the admin agent. */
export interface Transcripts {
  /** The last messages, oldest first. */
  list(personId: string): Promise<readonly Message[]>;
  /** Stores a question, and returns its ID. */
  addQuestion(personId: string, text: string): Promise<string>;
  /** Stores the answer, unless its question has been deleted in the meantime, by any process. */
  addAnswer(personId: string, questionId: string, answer: Answer): Promise<void>;
  clear(personId: string): Promise<void>;
}

export function transcriptsIn({ read, write, grow }: Database): Transcripts {
  return {
    async list(personId) {
      const rows = await read
        .selectFrom('workspace_chat_messages')
        .selectAll()
        .where('person_id', '=', personId)
        .orderBy('id', 'desc')
        .limit(keptMessages)
        .execute();
      return rows.reverse().map(({ role, text, cards }) => ({
        role: role === 'person' ? 'person' : 'agent',
        text,
        cards: JSON.parse(cards) as readonly Card[],
      }));
    },

    async addQuestion(personId, text) {
      return add(grow, personId, { role: 'person', text, cards: [] });
    },

    async addAnswer(personId, questionId, answer) {
      await write.transaction().execute(async (transaction) => {
        await lockConversation(transaction, personId);
        const question = transaction.selectFrom('workspace_chat_messages').where('id', '=', questionId);
        const asked = await question.select('id').executeTakeFirst();
        if (asked !== undefined) await add(transaction, personId, { role: 'agent', ...answer });
      });
    },

    async clear(personId) {
      await write.transaction().execute(async (transaction) => {
        await lockConversation(transaction, personId);
        await transaction.deleteFrom('workspace_chat_messages').where('person_id', '=', personId).execute();
      });
    },
  };
}

/** Changes nothing, but makes another transaction that does the same wait for this one, on both engines. */
async function lockConversation(transaction: Transaction<Tables>, personId: string): Promise<void> {
  await transaction
    .updateTable('workspace_people')
    .set(({ ref }) => ({ active: ref('active') }))
    .where('id', '=', personId)
    .execute();
}

async function add(db: Database['write'], personId: string, { role, text, cards }: Message): Promise<string> {
  // If both are stored in the same millisecond, the answer comes after the question.
  const order = role === 'person' ? 0 : 1;
  const id = `${new Date().toISOString()} ${order} ${randomBytes(6).toString('hex')}`;
  await db
    .insertInto('workspace_chat_messages')
    .values({ id, person_id: personId, role, text, cards: JSON.stringify(cards) })
    .execute();
  await db
    .deleteFrom('workspace_chat_messages')
    .where('person_id', '=', personId)
    .where('id', '<', (eb) =>
      eb
        .selectFrom('workspace_chat_messages')
        .select('id')
        .where('person_id', '=', personId)
        .orderBy('id', 'desc')
        .offset(keptMessages - 1)
        .limit(1),
    )
    .execute();
  return id;
}
