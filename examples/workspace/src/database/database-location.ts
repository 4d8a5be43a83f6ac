/** Where the database is, as `DATABASE_URL` says. */
export type DatabaseLocation =
  | {
      readonly engine: 'sqlite';
      /** The path of the file, absolute or relative to the current directory. */
      readonly file: string;
    }
  | {
      readonly engine: 'postgres';
      /** Holds a password, as a rule: it is never logged. */
      readonly connectionString: string;
    };

/** Reads a URL: `sqlite:` and a path, or `postgres://…`, also written `postgresql://…`. `undefined`: it is neither. */
export function parseDatabaseUrl(url: string): DatabaseLocation | undefined {
  const file = /^sqlite:(?:\/\/)?(?!.*:memory:)([^?]+)$/.exec(url)?.[1];
  if (file !== undefined) return { engine: 'sqlite', file };
  if (/^postgres(?:ql)?:\/\/\S+$/.test(url) && isWellFormed(url))
    return { engine: 'postgres', connectionString: url };
  return undefined;
}

/** What the driver can't read, it quotes. */
function isWellFormed(url: string): boolean {
  try {
    decodeURIComponent(url);
    return URL.canParse(url);
  } catch {
    return false;
  }
}
