/** The contestants on PostgreSQL. */
export const names = {
  unnamed: 'one unnamed query per verify',
  named: 'one named query per verify',
  postern: 'Postern',
  betterAuth: 'better-auth, fastest settings with database and hashing',
} as const;
