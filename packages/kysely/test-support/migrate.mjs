// Migrates a file, and ends.
import { sqliteStorage } from '@postern/kysely/sqlite';

const storage = sqliteStorage({ file: process.argv[2] });
await storage.migrate();
await storage.close();
