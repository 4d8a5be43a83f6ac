/**
 * A pool of connections, such as `new Pool(…)` of `pg` 8. Only what Postern uses is declared, so you don't need the
 * types of `pg`.
 */
export interface PostgresPool {
  /**
   * With a callback: it runs in the very turn in which the connection is handed over, before more is read from the
   * server.
   */
  readonly connect: (callback: (error: Error | undefined, client?: PostgresClient) => void) => void;
  /** How it was created. `max`: how many connections it opens at most. `binary`: values arrive in binary form. */
  readonly options?: { readonly max?: number | undefined; readonly binary?: boolean | undefined };
  /** The method of an event emitter. */
  readonly listenerCount?: (event: 'error') => number;
}

/** A connection that was acquired from a pool. */
export interface PostgresClient {
  query(statement: PostgresStatement): Promise<unknown>;
  /** Returns it to the pool; `true` closes it, because it is no longer usable. */
  release(destroy?: boolean): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
  off(event: 'error', listener: (error: Error) => void): unknown;
  /** What the server reported last: `I`, not in a transaction; `T`, in one; `E`, in one that failed. */
  getTransactionStatus?(): string | null;
  /** Whether values arrive in binary form, which Postern doesn't read. */
  readonly binary?: boolean;
  /** Whether the server has answered everything it was sent. */
  readonly readyForQuery?: boolean;
}

/** A statement for a client. It has no name, because a pooler in between would not know it. */
export interface PostgresStatement {
  readonly text: string;
  readonly values?: unknown[];
  /** `array`: each row is an array of its values. */
  readonly rowMode?: 'array';
  /** How values are read. */
  readonly types?: { readonly getTypeParser: () => (text: string) => string };
}
