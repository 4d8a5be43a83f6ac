/** The user that runs PostgreSQL, as options of `spawn`. Empty: the user of this process. */
export interface SystemUser {
  readonly uid?: number;
  readonly gid?: number;
}

/** Returns `nobody` if this process runs as root, because PostgreSQL refuses to run as root. */
export function systemUser(): SystemUser {
  return process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
}
