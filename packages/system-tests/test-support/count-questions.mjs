import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Where connections of each driver prepare statements, and how the statements of a search are run. */
const drivers = {
  'better-sqlite3': () => ({ prototype: require('better-sqlite3').prototype, method: 'get' }),
  'node-sqlite': () => ({ prototype: require('node:sqlite').DatabaseSync.prototype, method: 'get' }),
  'bun-sqlite': () => ({ prototype: require('bun:sqlite').Database.prototype, method: 'values' }),
};

/**
 * Counts what searches ask SQLite from now on: for the version of the file, and for rows of keys. Nothing else runs such
 * statements with that method.
 */
export function countQuestions(driver) {
  const { prototype, method } = drivers[driver]();
  const counts = { versions: 0, rows: 0 };
  const { prepare } = prototype;
  prototype.prepare = function (sql) {
    const statement = prepare.call(this, sql);
    const question = questionOf(sql);
    if (question === undefined) return statement;
    const run = statement[method].bind(statement);
    statement[method] = (...given) => {
      counts[question] += 1;
      return run(...given);
    };
    return statement;
  };
  return counts;
}

function questionOf(sql) {
  if (/^pragma data_version/i.test(sql)) return 'versions';
  return /from ["`]?postern_key["`]?/i.test(sql) ? 'rows' : undefined;
}
