import { type KeyId, TooManyKeysError } from '@postern/core';
import { countsTowardCap, type KeyCap } from '@postern/core/ports';
import { isSame, type Row, type Test } from './row.js';

/** A line may have a cap on the records of an owner. It is checked, not written. */
export type Capped = { cap?: KeyCap | undefined };

/** Refuses to write a line if the owner would have too many records once its rows are stored. */
export function withinCap<Line extends Capped & { rows?: Row[] }>(
  table: ReadonlyMap<KeyId, Row>,
  write: (line: Omit<Line, 'cap'>) => true,
): (line: Line) => true {
  return ({ cap, ...line }) => {
    if (cap === undefined) return write(line);
    const all = new Map([...table, ...(line.rows ?? []).map((row) => [row.id, row] as const)]);
    const successorOf = ({ successorId }: Row) => (successorId === null ? undefined : all.get(successorId));
    const isCounted: Test = (row) =>
      isSame(row.owner, cap.owner) && countsTowardCap(row, { now: cap.now, successor: successorOf(row) });
    if ([...all.values()].filter(isCounted).length > cap.max) throw new TooManyKeysError(cap.max);
    return write(line);
  };
}
