import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { foreignConnection, temporaryFile } from '../../test-support/temporary-storage.js';
import { closeConnections, openConnections } from './connection.js';

it('both connections sync every commit to the disk, even when the file is opened again', () => {
  const file = temporaryFile();
  for (let time = 0; time < 2; time += 1) {
    const connections = openConnections(file);
    for (const connection of [connections.writer, connections.reader]) {
      const pragma = (name: string) => connection.pragma(name, { simple: true });
      expect([pragma('synchronous'), pragma('journal_mode'), pragma('busy_timeout')]).toEqual([2, 'wal', 0]);
    }
    closeConnections(connections);
  }
});

it('the connection that reads cannot write', () => {
  const connections = openConnections(temporaryFile());
  expect(() => connections.reader.exec('create table t (id text)')).toThrow(/readonly/);
  closeConnections(connections);
});

it('no connection stays open if one of them cannot be opened', () => {
  const file = temporaryFile();
  const before = readdirSync('/dev/fd').length;
  const holder = foreignConnection(file);
  holder.exec('pragma locking_mode = exclusive; create table t (id text)');
  expect(() => openConnections(file)).toThrow(expect.objectContaining({ code: 'SQLITE_BUSY' }));
  holder.close();
  expect(readdirSync('/dev/fd')).toHaveLength(before);
});
