import { randomBytes } from 'node:crypto';
import type { Database } from '../database/database.js';
import type { Card, Message } from './assistant.js';

/** How many messages of a person are kept. */
const keptMessages = 200;

/** What people and the admin agent said to each other. */
export interface Transcripts {
  /** What was said last, the oldest first. */
  of(personId: string): Promise<readonly Message[]>;
  add(personId: string, message: Message): Promise<void>;
  clear(personId: string): Promise<void>;
}

export function transcriptsIn({ read, write }: Database): Transcripts {
  return {
    async of(personId) {
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

    async add(personId, { role, text, cards }) {
      // Where both are said in one millisecond, the answer comes after the question.
      const order = role === 'person' ? 0 : 1;
      const id = `${new Date().toISOString()} ${order} ${randomBytes(6).toString('hex')}`;
      await write
        .insertInto('workspace_chat_messages')
        .values({ id, person_id: personId, role, text, cards: JSON.stringify(cards) })
        .execute();
      await write
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
    },

    async clear(personId) {
      await write.deleteFrom('workspace_chat_messages').where('person_id', '=', personId).execute();
    },
  };
}
