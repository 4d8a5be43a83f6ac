// Migrates a file, or a server's database, and ends.
import { postgresStorage } from '@postern/kysely/postgres';
import { sqliteStorage } from '@postern/kysely/sqlite';

const [, , place] = process.argv;
const isServer = place.startsWith('postgres');
const storage = isServer ? postgresStorage({ connectionString: place }) : sqliteStorage({ file: place });
await storage.migrate();
await storage.close();
