import type { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { type Actor, PosternError } from '@postern/core';

interface McpSession {
  readonly actor: Actor;
  readonly transport: WebStandardStreamableHTTPServerTransport;
}

/** The bounds of an endpoint's sessions. */
interface Bounds {
  readonly idleMs: number;
  readonly maxSessions: number;
}

/** The sessions of an endpoint. */
export interface McpSessions {
  /** Gives the transport of a session to the actor who began it. `undefined`: it is none of theirs. */
  use(sessionId: string, actor: Actor): WebStandardStreamableHTTPServerTransport | undefined;
  /** Ends what is idle, and says whether there is room for another one of this actor. */
  hasRoom(actor: Actor): boolean;
  /**
   * Adds a session. Whoever has too many, by all of their keys, loses those that were used longest ago; nobody loses one to
   * somebody else. Where no room is left meanwhile, it is not added, and is none from the beginning.
   */
  add(sessionId: string, session: McpSession): void;
  forget(sessionId: string): void;
  close(): Promise<void>;
}

const mostOfOneOwner = 16;

/**
 * Keeps sessions, the one that was used last at the end.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG`
 */
export function mcpSessions({ idleMs, maxSessions }: Bounds): McpSessions {
  requirePositive({ idleMs, maxSessions });
  const sessions = new Map<string, McpSession & { readonly usedAt: number }>();

  function idsOfOwner(actor: Actor): readonly string[] {
    return [...sessions].flatMap(([id, session]) => (ownerOf(session.actor) === ownerOf(actor) ? [id] : []));
  }

  function mayAdd(actor: Actor): boolean {
    // Whoever has all that they may have gives up one of theirs.
    return sessions.size < maxSessions || idsOfOwner(actor).length >= mostOfOneOwner;
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
      return mayAdd(actor);
    },

    add(sessionId, session) {
      if (!mayAdd(session.actor)) return;
      for (const oldest of idsOfOwner(session.actor).slice(0, 1 - mostOfOneOwner)) void end(oldest);
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

function requirePositive(bounds: Bounds): void {
  for (const [name, value] of Object.entries(bounds))
    if (!Number.isSafeInteger(value) || value < 1)
      throw new PosternError('ERR_INVALID_CONFIG', `${name} must be a whole number from 1`);
}

function nameOf({ kind, id }: Actor): string {
  return `${kind} ${id}`;
}

/** Whose session it is, whichever of their keys began it. */
function ownerOf(actor: Actor): string {
  return actor.kind === 'key' ? `${actor.owner.kind} ${actor.owner.id}` : nameOf(actor);
}
