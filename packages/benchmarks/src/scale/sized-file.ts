import { statSync } from 'node:fs';
import type { Verification } from '@postern/core';
import type { StoredKey } from '@postern/core/ports';
import { type KeyStorage, sqliteStorage } from '@postern/kysely/sqlite';
import Database from 'better-sqlite3';
import { cheapHasher, fillers, type KnownKey } from '../subjects/population.js';
import { warmPostern } from '../subjects/postern.js';
import { shuffled } from '../subjects/shuffled.js';
import { fillSqlite, temporaryFile } from '../subjects/sqlite-file.js';
import type { Subject } from '../subjects/subject.js';

/** A file with many keys. */
export interface SizedFile {
  /** Its number of rows, formatted. */
  readonly name: string;
  readonly storage: KeyStorage;
  readonly postern: Subject<Verification>;
  /** The same keys with half as many remembered records: by the time a key's turn comes again, it has been forgotten. */
  readonly neverRemembered: Subject<Verification>;
  readonly bytesPerKey: number;
}

/** Creates a file with the given number of rows, with the known keys among them, each proven once. */
export async function makeSizedFile(rows: number, known: readonly KnownKey[]): Promise<SizedFile> {
  const file = temporaryFile('keys.sqlite');
  const storage = await fillSqlite(file, records(rows, known));
  const bytesPerKey = statSync(file).size / rows;
  const tokens = shuffled(known.map(({ token }) => token));
  const half = sqliteStorage({ file, rememberedRecords: tokens.length / 2 });
  return {
    name: rows.toLocaleString('en'),
    storage,
    postern: await warmPostern({ name: 'Postern', storage, tokens, hasher: cheapHasher() }),
    neverRemembered: await warmPostern({ name: 'half', storage: half, tokens, hasher: cheapHasher() }),
    bytesPerKey,
  };
}

function* records(rows: number, known: readonly KnownKey[]): Generator<StoredKey> {
  const [first] = known;
  if (first !== undefined) yield* fillers(rows - known.length, first.stored);
  for (const { stored } of known) yield stored;
}

/** Moves what is still in the log into the file, and returns the file's size in bytes. */
export function sizeOf(file: string): number {
  const db = new Database(file);
  db.pragma('wal_checkpoint(truncate)');
  db.close();
  return statSync(file).size;
}
