/** The tokens that each connection sends, in order. */
export type TokensByConnection = readonly (readonly string[])[];

const connections = 50;
const mixLength = 30;

/** Divides the tokens among the connections. */
export function eachOnce(tokens: readonly string[]): TokensByConnection {
  return Array.from({ length: connections }, (_, connection) =>
    tokens.filter((_token, index) => index % connections === connection),
  );
}

/**
 * Divides the tokens among the connections, and puts a refused one, if there are any, at every tenth place. It is not
 * the same place for every connection, so that at any time a tenth of all requests are refused.
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
