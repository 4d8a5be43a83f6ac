/** What the profile showed, by the claim of a bound. */
export const whyMissed: Readonly<Record<string, string>> = {
  'SQLite, 32 in flight: verifications per second ÷ those of better-auth, default settings':
    '**better-auth, default settings.** better-auth waits for the disk, so this ratio compares a processor with a disk, and varies with both.',
  'SQLite, 32 in flight: verifications per second ÷ those of better-auth, fastest settings with database and hashing':
    '**better-auth, fastest settings.** better-auth writes to the log without waiting for the disk, so this ratio varies with the file system. The profile shows what Postern’s side consists of.',
  'SQLite, 32 in flight: time ÷ the floor of 12 columns':
    '**32 in flight, 12 columns.** No row is read any more. What remains is the work on each token: its checksum (`crc32`), one SHA-256 (`hash`), a lookup each of the record, the proof (`has`), the owner and the last use (`add`), the permissions, the principal, and a promise for each caller. With 10,000 shuffled keys, each lookup waits for memory. The row with 300 keys shows what remains without that.',
  'SQLite, 32 in flight: time ÷ the floor of 5 columns, raw':
    '**32 in flight, 5 columns.** This floor reads the smallest useful set of columns, and returns no kind, scopes or owner. Postern reads nothing, but looks up the record, the proof, the owner and the last use of each key, and returns a principal with its permissions. With 10,000 shuffled keys, each lookup waits for memory; the row with 300 keys shows what remains without that.',
  'SQLite, 32 in flight: time ÷ prefixed-api-key, with a hand-written lookup':
    '**32 in flight, prefixed-api-key.** As with the floor of 5 columns: the hand-written lookup asks for no owner and no permissions, and records no use. With 10,000 shuffled keys, what Postern looks up in memory waits for memory.',
  'SQLite, one at a time: time ÷ the floor of 12 columns':
    '**One at a time.** A single verification pays alone for what others share: one turn of the event loop (`setImmediate`, one `epoll_pwait`), one check whether the file or its log was replaced (two `statx`), and one lock of the write-ahead log (two `fcntl`) for the question whether anything was committed. These five system calls take about as long as the floor’s read. The floor makes only the last two, and never gives the event loop a turn. Without the turn, concurrent verifications could share nothing. Without the check, a service would continue with a database that was moved away or restored, and see no revocations (docs/adr/0013).',
  'SQLite, 32 in flight, 100 commits a second by another process, few keys: time ÷ without remembered records':
    '**100 commits a second.** Between two commits, each of the 300 keys is read once and then verified from memory about ten times. So nine tenths of the reads are saved. Everything else about a verification is in both rows of the ratio, and limits it.',
  'SQLite, 32 in flight, 1,000 commits a second by another process, few keys: time ÷ without remembered records':
    '**1,000 commits a second, few keys.** In a millisecond, hardly any key is verified twice. So Postern reads nearly every record each time, and tries to remember records only now and then.',
  'SQLite, 32 in flight, 1,000 commits a second by another process, many keys: time ÷ without remembered records':
    '**1,000 commits a second, many keys.** No key is verified twice between two commits. So Postern reads every record each time, and tries to remember records only now and then.',
};
