/** How many key IDs one statement names: databases limit the number of a statement's parameters. */
const maxPerStatement = 500;

/** Splits key IDs into batches for one statement each. */
export function batchesOf<Id>(ids: readonly Id[]): readonly (readonly Id[])[] {
  const batches: (readonly Id[])[] = [];
  for (let start = 0; start < ids.length; start += maxPerStatement)
    batches.push(ids.slice(start, start + maxPerStatement));
  return batches;
}
