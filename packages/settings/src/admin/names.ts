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
