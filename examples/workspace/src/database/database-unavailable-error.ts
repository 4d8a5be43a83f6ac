/**
 * Tells that the database does not do its work now: it is down, locked or too slow. Whoever asked may ask again. Its
 * message quotes no statement, no value and no connection string.
 */
export class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError';
  /** The driver's code, such as `SQLITE_BUSY`, `ECONNREFUSED` or an SQLSTATE. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
