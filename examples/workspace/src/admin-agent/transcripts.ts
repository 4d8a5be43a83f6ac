import { randomBytes } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Database } from '../database/database.js';
import type { Tables } from '../database/schema.js';
import type { Card, Message, Said } from './assistant.js';

/** How many messages of a person are kept. */
const keptMessages = 200;

/** The conversations of people with the admin agent. */
export interface Transcripts {
  /** The last messages, oldest first. */
  list(personId: string): Promise<readonly Message[]>;
  /** Stores a message. `undefined`: it is stored already, because the person sent it twice. */
  addQuestion(personId: string, sendId: string, text: string): Promise<Message | undefined>;
  /** Stores the answer. `undefined`: its question has been deleted in the meantime, by any process. */
  addAnswer(personId: string, questionId: string, answer: Said): Promise<Message | undefined>;
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
      return rows.reverse().map(({ id, role, text, cards }) => ({
        id,
        role: role === 'person' ? 'person' : 'agent',
        text,
        cards: JSON.parse(cards) as readonly Card[],
      }));
    },

    addQuestion: (personId, sendId, text) =>
      grow.transaction().execute(async (transaction) => {
        await lockConversation(transaction, personId);
        const same = await transaction
          .selectFrom('workspace_chat_messages')
          .select('id')
          .where('person_id', '=', personId)
          .where('id', 'like', `% ${orders.person} ${sendId}`)
          .executeTakeFirst();
        if (same !== undefined) return undefined;
        return add(transaction, personId, { role: 'person', text, cards: [], suffix: sendId });
      }),

    addAnswer: (personId, questionId, answer) =>
      write.transaction().execute(async (transaction) => {
        await lockConversation(transaction, personId);
        const question = transaction.selectFrom('workspace_chat_messages').where('id', '=', questionId);
        const asked = await question.select('id').executeTakeFirst();
        if (asked === undefined) return undefined;
        const suffix = randomBytes(16).toString('hex');
        return add(transaction, personId, { role: 'agent', ...answer, suffix });
      }),

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

/** If both are stored in the same millisecond, the answer comes after the question. */
const orders = { person: 0, agent: 1 } as const;

/** A message without its ID, and what its ID ends with. */
interface NewMessage extends Omit<Message, 'id'> {
  readonly suffix: string;
}

async function add(
  db: Database['write'],
  personId: string,
  { role, text, cards, suffix }: NewMessage,
): Promise<Message> {
  const id = `${new Date().toISOString()} ${orders[role]} ${suffix}`;
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
  return { id, role, text, cards };
}
