import type { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import type { Actor } from '@postern/core';
import { requireWholeNumber } from '@postern/core/ports';

interface McpSession {
  readonly actor: Actor;
  readonly transport: WebStandardStreamableHTTPServerTransport;
}

interface Bounds {
  readonly idleMs: number;
  readonly maxSessions: number;
}

/** The sessions of an endpoint. */
export interface McpSessions {
  /** Returns the transport of a session, or `undefined` if this actor did not start such a session. */
  use(sessionId: string, actor: Actor): WebStandardStreamableHTTPServerTransport | undefined;
  /** Ends idle sessions, and returns whether this actor may start another one. */
  hasRoom(actor: Actor): boolean;
  /**
   * Adds a session. If the key or its owner has too many, the key loses its own least recently used ones. No one ever
   * loses a session to another person, and no key to another key. If there is no room left, the session is not added
   * and never exists.
   */
  add(sessionId: string, session: McpSession): void;
  forget(sessionId: string): void;
  close(): Promise<void>;
}

/** Less than `maxPerOwner`, so that one key can't use up the room of the others. */
const maxPerKey = 8;
const maxPerOwner = 32;

/**
 * Creates the store of an endpoint's sessions, with the least recently used one first.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG`
 */
export function mcpSessions({ idleMs, maxSessions }: Bounds): McpSessions {
  const max = Number.MAX_SAFE_INTEGER;
  requireWholeNumber(idleMs, { name: 'idleMs', max });
  requireWholeNumber(maxSessions, { name: 'maxSessions', max });
  const sessions = new Map<string, McpSession & { readonly usedAt: number }>();

  /** The sessions that must end to make room for another one of this actor. `undefined`: there is no room. */
  function sessionsToEnd(actor: Actor): readonly string[] | undefined {
    const ofOwner = [...sessions].filter(([, session]) => ownerOf(session.actor) === ownerOf(actor));
    const ofKey = ofOwner.flatMap(([id, session]) => (nameOf(session.actor) === nameOf(actor) ? [id] : []));
    if (ofKey.length >= maxPerKey) return ofKey.slice(0, ofKey.length - maxPerKey + 1);
    if (ofOwner.length >= maxPerOwner) return ofKey.length > 0 ? ofKey.slice(0, 1) : undefined;
    return sessions.size < maxSessions ? [] : undefined;
  }

  async function end(sessionId: string): Promise<void> {
    const session = sessions.get(sessionId);
    sessions.delete(sessionId);
    await session?.transport.close();
  }

  return {
    use(sessionId, actor) {
      const session = sessions.get(sessionId);
      if (session === undefined || nameOf(session.actor) !== nameOf(actor)) return undefined;
      sessions.delete(sessionId);
      sessions.set(sessionId, { ...session, usedAt: Date.now() });
      return session.transport;
    },

    hasRoom(actor) {
      for (const [sessionId, { usedAt }] of sessions) {
        if (usedAt > Date.now() - idleMs) break;
        void end(sessionId);
      }
      return sessionsToEnd(actor) !== undefined;
    },

    add(sessionId, session) {
      const toEnd = sessionsToEnd(session.actor);
      if (toEnd === undefined) return;
      for (const oldest of toEnd) void end(oldest);
      sessions.set(sessionId, { ...session, usedAt: Date.now() });
    },

    forget(sessionId) {
      sessions.delete(sessionId);
    },

    async close() {
      await Promise.all([...sessions.keys()].map(end));
    },
  };
}

function nameOf({ kind, id }: Actor): string {
  return `${kind} ${id}`;
}

/** The same for every key of an owner. */
function ownerOf(actor: Actor): string {
  return actor.kind === 'key' ? `${actor.owner.kind} ${actor.owner.id}` : nameOf(actor);
}
