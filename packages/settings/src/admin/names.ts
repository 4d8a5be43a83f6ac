import type { ActorReference } from '@postern/core';
import { type PageContext, titleOf } from '../page-context.js';

type NameOf = PageContext['nameOf'];

/** Asks for each name once: a list of keys has the same few people over and over. */
export function rememberingNames(nameOf: NameOf): NameOf {
  const names = new Map<string, string | Promise<string>>();
  return (whom) => {
    const id = `${whom.kind}:${whom.id}`;
    const name = names.get(id) ?? nameOf(whom);
    names.set(id, name);
    return name;
  };
}

/** What the owners of a kind are called next to those of other kinds. */
export function kindName(page: PageContext['page'], kind: string): string {
  return kind === 'user' ? page.texts.people : titleOf(page, { kind });
}

/** Who created a key, in words. Of a key that did, only the start of its ID: it may be anyone's. */
export async function creatorName(
  { page, nameOf }: Pick<PageContext, 'page' | 'nameOf'>,
  creator: ActorReference,
): Promise<string> {
  return creator.kind === 'key' ? page.texts.keyAsCreator(creator.id.slice(0, 8)) : nameOf(creator);
}
