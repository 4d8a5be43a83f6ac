/** What is measured once a round. */
export interface Entrant<Figure> {
  readonly name: string;
  readonly measure: () => Figure | Promise<Figure>;
}

/**
 * Measures each entrant once a round, forwards and backwards in turn, so that neither a slow minute of the machine nor
 * the entrant before it always affects the same one. Returns the figures by name, in the order of the rounds.
 */
export async function alternate<Figure>(
  entrants: readonly Entrant<Figure>[],
  rounds: number,
): Promise<ReadonlyMap<string, readonly Figure[]>> {
  const figures = new Map<string, Figure[]>(entrants.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, measure } of round % 2 === 0 ? entrants : entrants.toReversed()) {
      figures.get(name)?.push(await measure());
    }
  }
  return figures;
}

/** Returns one number of each round of an entrant. Throws if there are no figures for that name. */
export function roundsOf<Figure>(
  figures: ReadonlyMap<string, readonly Figure[]>,
  name: string,
  number: (figure: Figure) => number,
): readonly number[] {
  const rounds = figures.get(name);
  if (rounds === undefined) throw new Error(`no figures for ${name}`);
  return rounds.map(number);
}

/** One number of each round, by the name of the entrant. */
export type Rounds = (name: string) => readonly number[];

/** Picks one number from all figures. */
export function roundsIn<Figure>(
  figures: ReadonlyMap<string, readonly Figure[]>,
  number: (figure: Figure) => number,
): Rounds {
  return (name) => roundsOf(figures, name, number);
}
