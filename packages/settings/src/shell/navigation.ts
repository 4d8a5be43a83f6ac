import { isSameOwner, type Owner } from '@postern/core';
import { ownersAt } from '@postern/management/internal';
import { html } from 'hono/html';
import { person } from '../components/person.js';
import { personTag } from '../form-person.js';
import type { SettingsLink } from '../options.js';
import { keysPath, listLink, type Page, type PageContext, titleOf } from '../page-context.js';
import type { Markup } from './markup.js';

/** A link of the sidebar. */
interface NavigationLink extends SettingsLink {
  readonly isHere: boolean;
}

/** The sidebar: the keys of each owner by kind, the host's links, and the person. `here` is the current page. */
export async function navigation(context: PageContext, here?: string): Promise<Markup> {
  const { page, actor, owner, nameOf } = context;
  const { texts, host } = page;
  const list = owner && (await listLink(context, owner));
  const otherGroups = new Map<string, NavigationLink[]>();
  for (const link of [...(context.isAdmin ? [adminLink(page)] : []), ...(await host.links(actor))]) {
    const group = otherGroups.get(link.group ?? '') ?? [];
    otherGroups.set(link.group ?? '', [
      ...group,
      { ...link, isHere: link.href === here || link.href === list?.href },
    ]);
  }
  const groups = [
    ...(await ownerGroups(context, list)),
    ...[...otherGroups].map(([title, items]) => group(title, items)),
  ];
  return html`<nav class="side" aria-label="${texts.settings}" data-person="${personTag(actor)}">
<a class="brand" href="${host.brand?.href ?? page.root}">${host.brand?.name ?? texts.settings}</a>
<details><summary>${texts.menu}</summary>
<div class="side-groups">${groups}</div>
</details>
${host.signOutUrl === undefined ? '' : html`<div class="person">${person(await nameOf(actor))} <a href="${host.signOutUrl}">${texts.signOut}</a></div>`}
</nav>`;
}

async function ownerGroups(
  { page, owners, owner, actor, nameOf }: PageContext,
  list: SettingsLink | undefined,
): Promise<Markup[]> {
  const isHere = (to: Owner) => owner !== undefined && isSameOwner(to, owner);
  const groups = page.ownerRoutes.map(async (route) => {
    const nameIn = route.parameter === undefined ? () => page.texts.apiKeys : nameOf;
    const toLink = async (to: Owner): Promise<NavigationLink> => ({
      href: keysPath(page, to),
      text: await nameIn(to),
      isHere: isHere(to),
    });
    const shown = ownersAt(owners, route, actor).filter(
      // Without a link to a list, nothing else would say where this page is.
      (to) => page.host.inSidebar(to) || (list === undefined && isHere(to)),
    );
    const links = await Promise.all(shown.map(toLink));
    return links.length === 0 ? [] : [group(titleOf(page, route), links)];
  });
  return (await Promise.all(groups)).flat();
}

function adminLink({ root, texts }: Page): SettingsLink {
  return { href: `${root}admin/keys`, text: texts.allKeys, group: texts.organisation };
}

function group(title: string, links: readonly NavigationLink[]): Markup {
  const items = links.map(
    ({ href, text, isHere }) =>
      html`<li><a href="${href}"${isHere ? html` aria-current="page"` : ''}>${text}</a></li>`,
  );
  return html`<div>${title === '' ? '' : html`<h2>${title}</h2>`}<ul>${items}</ul></div>
`;
}
