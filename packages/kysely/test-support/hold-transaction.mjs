// Starts a transaction on a file, like some other program. Commits it after some milliseconds, or on SIGTERM. Prints a
// line when it has started, and one when it is committed.
import { openHost } from './host-connection.mjs';

const [file, statements, ms] = process.argv.slice(2);
const connection = openHost(process.env.POSTERN_SQLITE_DRIVER || 'better-sqlite3', file);
connection.exec(statements);

const timer = setTimeout(commit, Number(ms));
process.once('SIGTERM', commit);
process.stdout.write('begun\n');

function commit() {
  clearTimeout(timer);
  connection.exec('commit');
  process.stdout.write('committed\n');
}
