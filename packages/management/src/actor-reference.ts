import { type ActorReference, actorKinds } from '@postern/core';

/** An actor as text: its kind, a colon, and its ID, such as `user:ada`. */
export const actorPattern: RegExp = new RegExp(`^(?:${actorKinds.join('|')}):.+$`);

/** Parses a text that matches `actorPattern`. */
export function parseActorReference(text: string): ActorReference {
  const colon = text.indexOf(':');
  return { kind: text.slice(0, colon) as ActorReference['kind'], id: text.slice(colon + 1) };
}
