/**
 * Counts what connections that only read ask SQLite from now on: for the version of the file, and for rows of keys.
 * Postern verifies on such a connection, and does nothing else there.
 */
export async function countQuestions() {
  const { default: Database } = await import('better-sqlite3');
  const counts = { versions: 0, rows: 0 };
  const { prepare } = Database.prototype;
  Database.prototype.prepare = function (sql) {
    const statement = prepare.call(this, sql);
    const question = this.readonly ? questionOf(sql) : undefined;
    if (question === undefined) return statement;
    const get = statement.get.bind(statement);
    statement.get = (...given) => {
      counts[question] += 1;
      return get(...given);
    };
    return statement;
  };
  return counts;
}

function questionOf(sql) {
  if (/^pragma data_version/i.test(sql)) return 'versions';
  return /from "?postern_key"?/i.test(sql) ? 'rows' : undefined;
}
