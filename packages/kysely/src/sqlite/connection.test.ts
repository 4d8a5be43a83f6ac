import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sqliteUnderTest } from '../../test-support/sqlite-under-test.js';
import { foreignConnection, temporaryFile } from '../../test-support/temporary-storage.js';
import { closeConnections, openConnections } from './connection.js';

const { driver } = sqliteUnderTest;

it('both connections sync every commit to the disk, even when the file is opened again', () => {
  const file = temporaryFile();
  for (let time = 0; time < 2; time += 1) {
    const connections = openConnections(driver, file);
    for (const connection of [connections.writer, connections.reader]) {
      const pragma = (name: string) => connection.prepareValue(`pragma ${name}`)();
      expect([pragma('synchronous'), pragma('journal_mode'), pragma('busy_timeout')]).toEqual([2, 'wal', 0]);
    }
    closeConnections(connections);
  }
});

it('the connection that reads cannot write', () => {
  const connections = openConnections(driver, temporaryFile());
  expect(() => connections.reader.prepareCommand('create table t (id text)')()).toThrow(/readonly/);
  closeConnections(connections);
});

it('no connection stays open if one of them cannot be opened', () => {
  const file = temporaryFile();
  const before = readdirSync('/dev/fd').length;
  const holder = foreignConnection(file);
  holder.exec('pragma locking_mode = exclusive; create table t (id text)');
  expect(() => openConnections(driver, file)).toThrow(
    expect.objectContaining({ message: 'database is locked' }),
  );
  holder.close();
  expect(readdirSync('/dev/fd')).toHaveLength(before);
});
