/** The indexes that only lists of all keys use, without the prefix of tables. */
export const overviewIndexes = [
  'key_by_creation',
  'key_unrevoked_by_creation',
  'key_by_creator',
  'key_by_expiry',
] as const;
