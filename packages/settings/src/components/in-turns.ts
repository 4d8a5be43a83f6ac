import { nextTurn } from '@postern/management/internal';

/** How many rows are rendered in one turn of the event loop. */
const rowsPerTurn = 10;

/** Renders the rows of a table, a few in each turn of the event loop: a long table must not hold up other requests. */
export async function inTurns<Item, Row>(
  items: readonly Item[],
  render: (item: Item) => Promise<Row>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let start = 0; start < items.length; start += rowsPerTurn) {
    if (start > 0) await nextTurn();
    rows.push(...(await Promise.all(items.slice(start, start + rowsPerTurn).map(render))));
  }
  return rows;
}
