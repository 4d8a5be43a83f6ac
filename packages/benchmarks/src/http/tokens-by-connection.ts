/** What each connection sends, one after the other: one list for each connection. */
export type TokensByConnection = readonly (readonly string[])[];

const connections = 50;
const mixLength = 30;

/** Gives each connection some of the tokens, in all each of them once. */
export function eachOnce(tokens: readonly string[]): TokensByConnection {
  return Array.from({ length: connections }, (_, connection) =>
    tokens.filter((_token, index) => index % connections === connection),
  );
}

/**
 * Gives each connection some of the tokens, and in each tenth place one of those that are refused, if there are any: not
 * the same place on each, so that it is a tenth at any time.
 */
export function mixed(tokens: readonly string[], refused: readonly string[] = []): TokensByConnection {
  return eachOnce(tokens).map((own, connection) =>
    Array.from({ length: mixLength }, (_, place) => {
      const turn = place + connection;
      const other = turn % 10 === 9 ? refused[Math.floor(turn / 10) % refused.length] : undefined;
      return other ?? own[place % own.length] ?? '';
    }),
  );
}
