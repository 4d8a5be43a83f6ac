import { eachOwner, type OwnerDirectory } from '@postern/core';

const permissions = ['agents:read', 'agents:write', 'runs:read', 'runs:write'];

/** A directory in memory in which every owner exists, is active and has four permissions. */
export function directoryInMemory(): OwnerDirectory {
  const people = new Map<string, { readonly active: boolean; readonly permissions: readonly string[] }>();
  return eachOwner(({ id }) => {
    let person = people.get(id);
    if (person === undefined) {
      person = { active: true, permissions };
      people.set(id, person);
    }
    return person;
  });
}
