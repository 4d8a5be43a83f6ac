import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { statusWith } from '../workspace-process.js';
import type { Hand } from './hands.js';
import { shownToken } from './visitor.js';

/** A person who is signed in and sees the list of their keys. */
export interface Traveller {
  readonly who: 'ada' | 'grace';
  readonly page: Page;
  readonly url: string;
  readonly hand: Hand;
}

/**
 * Everything that a person does with keys: creates, copies, uses and rotates one, sees that the old key is still used,
 * disables, enables and deletes the new one, claims an offer and withdraws another. Ada finds the key in *All keys*.
 */
export async function wholeJourney(traveller: Traveller): Promise<void> {
  const first = await create(traveller, 'CI Pipeline');
  expect(await uses(traveller, first)).toBe(200);
  const second = await rotate(traveller, first);
  await seeOldKeyInUse(traveller, first, second);
  await disableAndEnable(traveller, second);
  await findAmongAllKeys(traveller, second);
  await remove(traveller, second);
  await claimOffer(traveller);
  await withdrawOffer(traveller);
}

const uses = ({ url }: Traveller, token: string) => statusWith(url, token);

async function create(traveller: Traveller, name: string): Promise<string> {
  const { page, hand } = traveller;
  await hand.press(page.getByRole('link', { name: 'Add Key' }));
  await hand.fill(page.getByLabel('Name', { exact: true }), name);
  await hand.press(page.getByRole('button', { name: 'Create' }));
  return keepToken(traveller);
}

/** Copies the token, if there is a button for it, and leaves the page or the dialog that shows it. */
async function keepToken({ page, hand }: Traveller): Promise<string> {
  const token = await shownToken(page);
  const copy = page.getByRole('group', { name: 'API key' }).getByRole('button', { name: 'Copy' });
  if (await copy.isVisible()) {
    await hand.press(copy);
    await page
      .getByRole('status')
      .filter({ hasText: /Copied|by hand/ })
      .waitFor();
  }
  await hand.press(page.getByRole('link', { name: 'I’ve saved it' }));
  await page.getByText('Copy this key now.').waitFor({ state: 'detached' });
  expect(await page.content()).not.toContain(token.slice(21));
  return token;
}

async function rotate(traveller: Traveller, token: string): Promise<string> {
  const { page, hand } = traveller;
  await chooseAction(traveller, token, 'Rotate');
  await hand.choose(page.getByRole('radio', { name: /^24 hours/ }));
  await hand.press(page.getByRole('button', { name: 'Rotate key' }));
  return keepToken(traveller);
}

/** Both keys work, and the page of the old one says so. */
async function seeOldKeyInUse(traveller: Traveller, old: string, successor: string): Promise<void> {
  const { page, hand } = traveller;
  expect([await uses(traveller, successor), await uses(traveller, old)]).toEqual([200, 200]);
  await toOwnKeys(traveller);
  await rowOf(page, successor).waitFor();
  await hand.press(rowOf(page, old).getByRole('link', { name: 'CI Pipeline' }));
  await page.getByText(/The old key was used .+ something still depends on it/).waitFor();
}

async function disableAndEnable(traveller: Traveller, token: string): Promise<void> {
  const { page, hand } = traveller;
  await toOwnKeys(traveller);
  await chooseAction(traveller, token, 'Disable');
  await hand.press(page.getByRole('button', { name: 'Disable', exact: true }));
  await page
    .getByText(/is disabled/)
    .first()
    .waitFor();
  expect(await uses(traveller, token)).toBe(401);
  await toOwnKeys(traveller);
  await hand.press(page.getByRole('navigation', { name: 'Filter' }).getByRole('link', { name: /^Disabled/ }));
  await chooseAction(traveller, token, 'Enable');
  await hand.press(page.getByRole('button', { name: 'Enable', exact: true }));
  await page
    .getByText(/is enabled\./)
    .first()
    .waitFor();
  expect(await uses(traveller, token)).toBe(200);
}

/** For anyone but an admin, there is no such page. */
async function findAmongAllKeys(traveller: Traveller, token: string): Promise<void> {
  const { who, page, url } = traveller;
  if (who === 'grace') {
    expect(await sidebar(page).getByText('All keys').count()).toBe(0);
    expect((await page.request.get(`${url}/settings/admin/keys`)).status()).toBe(404);
    return;
  }
  await followSidebar(traveller, 'All keys');
  await page.getByRole('heading', { name: 'All keys', level: 1 }).waitFor();
  await rowOf(page, token).getByText('CI Pipeline').waitFor();
}

async function remove(traveller: Traveller, token: string): Promise<void> {
  const { page, hand } = traveller;
  await toOwnKeys(traveller);
  await chooseAction(traveller, token, 'Delete');
  await page.getByText(/was used .+ Once it is deleted, requests with it fail with 401/).waitFor();
  await hand.press(page.getByRole('button', { name: 'Delete', exact: true }));
  await rowOf(page, token).waitFor({ state: 'detached' });
  expect(await uses(traveller, token)).toBe(401);
}

async function claimOffer(traveller: Traveller): Promise<void> {
  const { page, hand } = traveller;
  await askAgent(traveller, 'Create an API key for me called "Nightly build"');
  await hand.press(page.getByRole('button', { name: 'Reveal key' }).last());
  expect(await uses(traveller, await keepToken(traveller))).toBe(200);
}

async function withdrawOffer(traveller: Traveller): Promise<void> {
  const { page, hand } = traveller;
  await askAgent(traveller, 'Create an API key for me called "Spare"');
  await hand.press(page.getByRole('button', { name: 'Withdraw' }).last());
  await page
    .getByText(/was withdrawn/)
    .first()
    .waitFor();
}

async function askAgent(traveller: Traveller, message: string): Promise<void> {
  const { page, hand } = traveller;
  await followSidebar(traveller, 'Admin agent');
  await hand.fill(page.getByLabel('Message'), message);
  await hand.press(page.getByRole('button', { name: 'Send' }));
}

async function toOwnKeys(traveller: Traveller): Promise<void> {
  await followSidebar(traveller, 'API keys');
  await traveller.page.getByRole('heading', { name: 'API keys', level: 1 }).waitFor();
}

const sidebar = (page: Page): Locator => page.getByRole('navigation', { name: 'Settings' });

/** In a narrow window, the links are behind a button. */
async function followSidebar({ page, hand }: Traveller, name: string): Promise<void> {
  const link = sidebar(page).getByRole('link', { name });
  if (!(await link.isVisible())) await hand.press(sidebar(page).getByText('Menu', { exact: true }));
  await hand.press(link);
}

async function chooseAction({ page, hand }: Traveller, token: string, action: string): Promise<void> {
  const row = rowOf(page, token);
  await hand.press(row.getByLabel(/^Actions for /));
  await hand.press(row.getByRole('link', { name: action, exact: true }));
}

/** The row of a key in any list, by the start of its token. */
const rowOf = (page: Page, token: string): Locator =>
  page.getByRole('row').filter({ hasText: token.slice(0, 13) });
