/** The user that runs PostgreSQL, as options of `spawn`. Empty: whoever runs this process. */
export interface SystemUser {
  readonly uid?: number;
  readonly gid?: number;
}

/** `nobody`, where this process is root's: PostgreSQL refuses to run as root. */
export function systemUser(): SystemUser {
  return process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
}
