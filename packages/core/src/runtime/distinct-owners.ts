import type { Owner } from '../model/owner.js';

/** Each owner of a list once, and for each place of the list where its owner stands among them. */
export interface DistinctOwners {
  readonly distinct: readonly Owner[];
  readonly places: readonly number[];
}

/** Finds the owners that a list names, in the order in which it names them. */
export function distinctOwners(owners: readonly Owner[]): DistinctOwners {
  const distinct: Owner[] = [];
  const placesOfKinds = new Map<string, Map<string, number>>();
  const places = owners.map((owner) => {
    const placesOfIds = placesOfKinds.get(owner.kind) ?? new Map<string, number>();
    placesOfKinds.set(owner.kind, placesOfIds);
    const known = placesOfIds.get(owner.id);
    if (known !== undefined) return known;
    placesOfIds.set(owner.id, distinct.length);
    return distinct.push(owner) - 1;
  });
  return { distinct, places };
}
