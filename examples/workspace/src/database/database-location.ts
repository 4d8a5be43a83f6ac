/** Where the database is, as `DATABASE_URL` says. */
export interface DatabaseLocation {
  readonly engine: 'sqlite';
  /** The path of the file, absolute or relative to the current directory. */
  readonly file: string;
}

/** Reads a URL: `sqlite:` and a path. `undefined`: it is something else. */
export function parseDatabaseUrl(url: string): DatabaseLocation | undefined {
  const file = /^sqlite:(?:\/\/)?(?!.*:memory:)([^?]+)$/.exec(url)?.[1];
  return file === undefined ? undefined : { engine: 'sqlite', file };
}
