/**
 * A pool of connections, such as `new Pool(…)` of `pg` 8. It is described by what Postern uses of it, so that nobody needs
 * the types of `pg`.
 */
export interface PostgresPool {
  /** By callback: it comes in the very turn in which the connection is handed over, before more of the server is read. */
  readonly connect: (callback: (error: Error | undefined, client?: PostgresClient) => void) => void;
  /** How it was made. `max`: how many connections it opens at most. `binary`: values come in binary form. */
  readonly options?: { readonly max?: number | undefined; readonly binary?: boolean | undefined };
  /** Of an event emitter. */
  readonly listenerCount?: (event: 'error') => number;
}

/** A connection that a pool has lent. */
export interface PostgresClient {
  query(statement: PostgresStatement): Promise<unknown>;
  /** Gives it back; `true`: closes it, since it is of no use to anybody any more. */
  release(destroy?: boolean): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
  off(event: 'error', listener: (error: Error) => void): unknown;
  /** What the server said of it last: `I`, in no transaction; `T`, in one; `E`, in one that failed. */
  getTransactionStatus?(): string | null;
  /** Whether values come in binary form, as nobody reads them here. */
  readonly binary?: boolean;
  /** Whether the server has answered all that it was sent. */
  readonly readyForQuery?: boolean;
}

/** What a client is asked to run: without a name, which a pooler between would not know. */
export interface PostgresStatement {
  readonly text: string;
  readonly values?: unknown[];
  /** How values are read. */
  readonly types?: { readonly getTypeParser: () => (text: string) => string };
}
