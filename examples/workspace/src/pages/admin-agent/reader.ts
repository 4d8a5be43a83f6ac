import type { ActorReference, Owner } from '@postern/core';
import type { Texts } from '@postern/settings';
import { nameOf, type OwnerStores } from '../../keys/named-owners.js';
import type { WorkspaceKeys } from '../../keys/workspace-keys.js';
import type { Person } from '../../people/people.js';
import { settingsTextsFor } from '../../texts/settings-texts.js';
import { textsFor, type WorkspaceTexts } from '../../texts/texts.js';

/** Who reads the chat, in which language, and what the cards are looked up with. */
export interface Reader {
  readonly person: Person;
  readonly request: Request;
  readonly texts: WorkspaceTexts;
  readonly settingsTexts: Texts;
  readonly keys: WorkspaceKeys;
  /** The name of an owner or an actor, with what it is unless it is a person. */
  readonly nameOf: (whom: Owner | ActorReference) => Promise<string>;
}

interface Parts extends OwnerStores {
  readonly keys: WorkspaceKeys;
}

export function readerFor(parts: Parts, person: Person, request: Request): Reader {
  const texts = textsFor(request);
  const settingsTexts = settingsTextsFor(request);
  /** Many cards name the same few owners. */
  const names = new Map<string, Promise<string>>();

  async function describe(whom: Owner | ActorReference): Promise<string> {
    const { you, team, ownerOfKind, ownerKinds } = settingsTexts;
    if (whom.kind === 'user' && whom.id === person.id) return you(person.name);
    const name = await nameOf(parts, whom);
    if (whom.kind === 'team') return team(name);
    return whom.kind === 'service' ? ownerOfKind(name, ownerKinds?.service ?? whom.kind) : name;
  }

  return {
    ...{ person, request, texts, keys: parts.keys, settingsTexts },
    nameOf(whom) {
      const key = `${whom.kind}:${whom.id}`;
      const name = names.get(key) ?? describe(whom);
      names.set(key, name);
      return name;
    },
  };
}
