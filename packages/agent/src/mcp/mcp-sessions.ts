import type { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import type { Actor } from '@postern/core';

interface McpSession {
  readonly actor: Actor;
  readonly transport: WebStandardStreamableHTTPServerTransport;
}

/** The sessions of an endpoint. */
export interface McpSessions {
  /** Gives the transport of a session to the actor who began it. `undefined`: it is none of theirs. */
  use(sessionId: string, actor: Actor): WebStandardStreamableHTTPServerTransport | undefined;
  /** Ends what is idle, and the oldest session of an actor who has too many. `false`: there is no room for another one. */
  makeRoom(actor: Actor): boolean;
  add(sessionId: string, session: McpSession): void;
  forget(sessionId: string): void;
  close(): Promise<void>;
}

const mostOfOneActor = 16;

/** Keeps sessions, the one that was used last at the end. */
export function mcpSessions({ idleMs, maxSessions }: { idleMs: number; maxSessions: number }): McpSessions {
  const sessions = new Map<string, McpSession & { readonly usedAt: number }>();

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

    makeRoom(actor) {
      for (const [sessionId, { usedAt }] of sessions) {
        if (usedAt > Date.now() - idleMs) break;
        void end(sessionId);
      }
      const own = [...sessions].filter(([, session]) => nameOf(session.actor) === nameOf(actor));
      const [oldest] = own;
      if (oldest !== undefined && own.length >= mostOfOneActor) void end(oldest[0]);
      return sessions.size < maxSessions;
    },

    add(sessionId, session) {
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
