/**
 * The names of result codes, in the order of their numbers from 1, each with those of its extended codes. A number is
 * the one of its name, plus 256 times that of the extended code: https://sqlite.org/rescode.html
 */
const names = [
  'ERROR MISSING_COLLSEQ RETRY SNAPSHOT RESERVESIZE KEY UNABLE',
  'INTERNAL',
  'PERM',
  'ABORT _ ROLLBACK',
  'BUSY RECOVERY SNAPSHOT TIMEOUT',
  'LOCKED SHAREDCACHE VTAB',
  'NOMEM',
  'READONLY RECOVERY CANTLOCK ROLLBACK DBMOVED CANTINIT DIRECTORY',
  'INTERRUPT',
  'IOERR READ SHORT_READ WRITE FSYNC DIR_FSYNC TRUNCATE FSTAT UNLOCK RDLOCK DELETE BLOCKED NOMEM ACCESS ' +
    'CHECKRESERVEDLOCK LOCK CLOSE DIR_CLOSE SHMOPEN SHMSIZE SHMLOCK SHMMAP SEEK DELETE_NOENT MMAP GETTEMPPATH ' +
    'CONVPATH VNODE AUTH BEGIN_ATOMIC COMMIT_ATOMIC ROLLBACK_ATOMIC DATA CORRUPTFS IN_PAGE BADKEY CODEC',
  'CORRUPT VTAB SEQUENCE INDEX',
  'NOTFOUND',
  'FULL',
  'CANTOPEN NOTEMPDIR ISDIR FULLPATH CONVPATH DIRTYWAL SYMLINK',
  'PROTOCOL',
  'EMPTY',
  'SCHEMA',
  'TOOBIG',
  'CONSTRAINT CHECK COMMITHOOK FOREIGNKEY FUNCTION NOTNULL PRIMARYKEY TRIGGER UNIQUE VTAB ROWID PINNED ' +
    'DATATYPE',
  'MISMATCH',
  'MISUSE',
  'NOLFS',
  'AUTH USER',
  'FORMAT',
  'RANGE',
  'NOTADB',
].map((line) => line.split(' '));

/** What `node:sqlite` calls every error of SQLite. */
const nodeCode = 'ERR_SQLITE_ERROR';

/**
 * Returns the code of an error of any driver, such as `SQLITE_BUSY_SNAPSHOT`: SQLite's own name, or what the error has.
 * '' if it has none.
 */
export function resultCode(error: unknown): string {
  if (!(error instanceof Error && 'code' in error)) return '';
  if (error.code !== nodeCode) return String(error.code);
  const number = 'errcode' in error ? error.errcode : undefined;
  return typeof number === 'number' ? nameOf(number) : nodeCode;
}

function nameOf(number: number): string {
  const [name, ...extensions] = names[(number & 0xff) - 1] ?? ['ERROR'];
  const extended = number >> 8;
  return extended === 0 ? `SQLITE_${name}` : `SQLITE_${name}_${extensions[extended - 1] ?? extended}`;
}
