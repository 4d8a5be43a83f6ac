// A host application that commits to the file of the keys, in a process of its own: see worker.ts.
import Database from 'better-sqlite3';
import type { Commands } from '../harness/worker.js';

/** How often to commit, and for how long. */
export interface CommitLoad {
  readonly perSecond: number;
  readonly ms: number;
}

/**
 * Opens the file as many hosts do: with a write-ahead log and `synchronous = normal`, so that only a checkpoint waits
 * for the disk.
 */
export function start({ file }: { readonly file: string }): Commands {
  const db = new Database(file);
  db.pragma('journal_mode = wal');
  db.pragma('synchronous = normal');
  db.exec(`
    create table host_order (id integer primary key, note text, created_at integer);
    create table host_total (day integer primary key, orders integer);
    insert into host_total values (0, 0);`);
  const insert = db.prepare('insert into host_order (note, created_at) values (?, ?)');
  const count = db.prepare('update host_total set orders = orders + 1 where day = 0');
  const commit = db.transaction(() => {
    insert.run('two chairs', Date.now());
    count.run();
  });
  return { commit: (load: CommitLoad) => commitByTheClock(commit, load) };
}

/**
 * Commits at even intervals, and returns how many times per second. It sleeps in between, because a busy loop would
 * take a core from what is measured; a timer of the event loop would be a millisecond late.
 */
function commitByTheClock(commit: () => void, { perSecond, ms }: CommitLoad): number {
  const asleep = new Int32Array(new SharedArrayBuffer(4));
  const beganAt = performance.now();
  const total = Math.round((perSecond * ms) / 1_000);
  for (let done = 0; done < total; done += 1) {
    const waitMs = beganAt + (done * 1_000) / perSecond - performance.now();
    if (waitMs > 0) Atomics.wait(asleep, 0, 0, waitMs);
    commit();
  }
  return (total / (performance.now() - beganAt)) * 1_000;
}
