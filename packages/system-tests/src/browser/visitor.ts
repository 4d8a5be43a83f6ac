import type { BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { statusWith } from '../workspace-process.js';

/** The password of every person in these tests. */
export const password = 'correct horse battery staple';

/** The pages of a person's own keys and of a team's keys, with their headings. */
export const profile = { path: '/settings/user/keys', heading: 'API Keys' };
export const platform = { path: '/settings/teams/platform/keys', heading: 'Platform keys' };
export type KeysPage = typeof profile;

/** Signs a person in, and opens a page. */
export async function signIn(context: BrowserContext, url: string, who: string, path: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url + path);
  expect(page.url()).toContain('/sign-in');
  await page.getByLabel(/Email address|E-Mail-Adresse/).fill(`${who}@example.com`);
  await page.getByLabel(/Password|Passwort/).fill(password);
  await page.getByRole('button', { name: /Sign in|Anmelden/ }).click();
  await page.waitForURL(url + path);
  return page;
}

/** Returns the row of a key, by its name. Below its name, it has how the key begins. */
export function rowOf(page: Page, name: string): Locator {
  const heading = new RegExp(`^${name}( \\w+\\.\\w{8}….*)?$`);
  return page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: heading }) });
}

/** Creates a key with *Add Key*, and returns the token that is shown. */
export async function addKey(page: Page, name: string): Promise<string> {
  await page.getByRole('link', { name: 'Add Key' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Create' }).click();
  return shownToken(page);
}

/** Returns the token that is shown on the page. */
export async function shownToken(page: Page): Promise<string> {
  const token = page.getByRole('group', { name: 'API key', exact: true }).getByRole('code');
  await token.waitFor();
  expect(await page.getByText('Copy this key now.').isVisible()).toBe(true);
  return (await token.textContent()) ?? '';
}

/** Leaves the page, or the dialog, that shows a token. */
export async function closeToken(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'I’ve saved it' }).click();
}

/** Deletes a key from its row, and returns the text of the confirmation. */
export async function deleteKey(page: Page, name: string): Promise<string> {
  await rowOf(page, name).getByLabel(`Actions for ${name}`).click();
  await rowOf(page, name).getByRole('link', { name: 'Delete' }).click();
  await page.getByRole('heading', { name: `Delete “${name}”?` }).waitFor();
  const confirmation = (await page.getByText('Once it is deleted,').textContent()) ?? '';
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await rowOf(page, name).waitFor({ state: 'detached' });
  return confirmation;
}

/** Creates a key, sees its token once, uses it, sees it in the list, deletes it, and is refused. */
export async function runJourney(page: Page, url: string, { heading }: KeysPage): Promise<void> {
  const name = 'CI Pipeline';
  await page.getByRole('heading', { name: heading, exact: true }).waitFor();
  const token = await addKey(page, name);
  await closeToken(page);
  await rowOf(page, name).waitFor();
  expect(await page.content()).not.toContain(token.slice(21));
  expect(
    await rowOf(page, name)
      .getByText(`${token.slice(0, 13)}…`)
      .isVisible(),
  ).toBe(true);
  expect(await statusWith(url, token)).toBe(200);
  expect(await deleteKey(page, name)).toContain(`“${name}” was used`);
  expect(await statusWith(url, token)).toBe(401);
}
