/** Shuffles the items, in the same order on each run, so that it is not the order of the rows. */
export function shuffled<Item>(items: readonly Item[]): readonly Item[] {
  const order = [...items];
  let seed = 20_261_124;
  for (let last = order.length - 1; last > 0; last -= 1) {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    const other = seed % (last + 1);
    [order[last], order[other]] = [order[other] as Item, order[last] as Item];
  }
  return order;
}
