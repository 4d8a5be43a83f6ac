import type { ActorReference } from '@postern/core';
import type { PageContext } from '../page-context.js';

/**
 * Returns what to call whoever did something, as the subject of a sentence. If the host has no name for a key or a part
 * of the service, it is said what it is.
 */
export async function actorName(
  { page: { texts }, nameOf }: Pick<PageContext, 'page' | 'nameOf'>,
  actor: ActorReference,
): Promise<string> {
  const name = await nameOf(actor);
  if (name !== actor.id || actor.kind === 'user') return name;
  return actor.kind === 'key' ? texts.keyAsActor(`${actor.id.slice(0, 8)}…`) : texts.systemAsActor(actor.id);
}
