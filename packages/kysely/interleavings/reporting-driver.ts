import type { Connection, SqliteDriver } from '../src/sqlite/sqlite-driver.js';
import { sqliteUnderTest } from '../test-support/sqlite-under-test.js';
import { drivenBy } from './stepped-driver.js';

/** The connection of a storage that writes to each file. */
const writers = new Map<string, Connection>();

const { driver, failure } = sqliteUnderTest;

/** The driver that is tested. It reports what the connections of a storage ask. */
export const reportingDriver: SqliteDriver = {
  ...driver,
  open(file, options) {
    const connection = driver.open(file, options);
    if (options.readOnly) return reportingConnection(file, connection);
    writers.set(file, connection);
    return {
      ...connection,
      prepare(sql) {
        if (drivenBy()?.isReadOnly()) throw failure('SQLITE_READONLY', 8);
        return connection.prepare(sql);
      },
    };
  },
};

function reportingConnection(file: string, connection: Connection): Connection {
  return {
    ...connection,
    prepareValue(sql) {
      if (!sql.startsWith('pragma data_version')) return connection.prepareValue(sql);
      const asked = drivenBy()?.versionOf === 'writer' ? writers.get(file) : undefined;
      const ask = (asked ?? connection).prepareValue(sql);
      return () => {
        drivenBy()?.before('version');
        return ask();
      };
    },
    prepareRow(sql) {
      const read = connection.prepareRow(sql);
      return (id) => {
        drivenBy()?.before('row');
        return read(id);
      };
    },
  };
}
