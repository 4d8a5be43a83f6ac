import { createTables } from './001-create-tables.js';
import type { Migration } from './migration.js';

/** Every migration there is, in its order. */
export const allMigrations: readonly Migration[] = [createTables];
