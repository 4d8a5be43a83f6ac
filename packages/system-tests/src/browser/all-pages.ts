import type { Page } from 'playwright-core';
import type { SeededKeys } from './seeded-keys.js';

/** A page, and how to get there. */
export interface PageCase {
  readonly name: string;
  /** Its path. */
  readonly path: string;
  /** What is done on that page to get to the page that is meant. Default: nothing. */
  readonly act?: (page: Page) => Promise<void>;
}

const keys = '/settings/user/keys';
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** Fills in nothing, or what is given, and sends the form, whatever the browser thinks of it. */
function refused(button: string, fields: Readonly<Record<string, string>> = {}) {
  return async (page: Page) => {
    await page.locator('form').evaluateAll((forms) => {
      for (const form of forms) form.setAttribute('novalidate', '');
    });
    await page.locator('[maxlength]').evaluateAll((fields) => {
      for (const field of fields) field.removeAttribute('maxlength');
    });
    for (const [label, text] of Object.entries(fields))
      await page.getByLabel(label, { exact: true }).fill(text);
    await Promise.all([page.waitForEvent('load'), press(page, button)]);
  };
}

/** The pages that Ada sees, who is an admin. `id` has her keys. */
export function pagesOfAda(id: SeededKeys): readonly PageCase[] {
  const of = (key: keyof SeededKeys, action = '') => `${keys}/${id[key]}${action}`;
  return [
    ...['', '?state=live', '?state=expiring', '?state=disabled', '?state=all'].map((query) => ({
      name: `the list of keys${query}`,
      path: keys + query,
    })),
    { name: 'the list of keys, searched', path: `${keys}?q=nightly` },
    { name: 'the list of keys, searched in vain', path: `${keys}?q=nowhere` },
    {
      name: 'the list of keys, with a menu',
      path: keys,
      act: (page) =>
        page
          .getByLabel(/^Actions for/)
          .last()
          .click(),
    },
    { name: 'the list of keys of a team', path: '/settings/teams/platform/keys' },
    { name: 'a live key', path: of('live') },
    { name: 'a key with the longest name', path: of('longest') },
    { name: 'a disabled key', path: of('disabled') },
    { name: 'a rotated key', path: of('rotated') },
    { name: 'the key that replaced it', path: of('successor') },
    { name: 'a deleted key', path: of('deleted') },
    { name: 'the form for a new key', path: `${keys}/new` },
    {
      name: 'the form for a new key, refused',
      path: `${keys}/new`,
      act: refused('Create key', { Name: 'x'.repeat(101) }),
    },
    {
      name: 'the form for a new key, in a dialog',
      path: keys,
      act: async (page) => {
        await page.getByRole('link', { name: 'Add Key' }).click();
        await page.getByRole('dialog').getByLabel('Name', { exact: true }).waitFor();
      },
    },
    {
      name: 'a token',
      path: `${keys}/new`,
      act: refused('Create key', { Name: 'x'.repeat(100) }),
    },
    { name: 'the form to rename a key', path: of('longest', '/rename') },
    {
      name: 'the form to rename a key, refused',
      path: of('longest', '/rename'),
      act: refused('Rename', { 'New name': '' }),
    },
    { name: 'the form to rotate a key', path: of('longest', '/rotate') },
    { name: 'the form to rotate a key that was rotated', path: of('rotated', '/rotate') },
    { name: 'the form to disable a key', path: of('longest', '/disable') },
    {
      name: 'the form to disable a key, refused',
      path: of('longest', '/disable'),
      act: refused('Disable', { 'Reason (optional)': 'x'.repeat(501) }),
    },
    { name: 'the form to enable a key', path: of('disabled', '/enable') },
    { name: 'the form to delete a key', path: of('successor', '/delete') },
    { name: 'the form to delete a key that is deleted', path: of('deleted', '/delete') },
    { name: 'all keys', path: '/settings/admin/keys' },
    { name: 'all keys, filtered', path: '/settings/admin/keys?state=disabled' },
    { name: 'all keys, with a filter that is wrong', path: '/settings/admin/keys?expiresBefore=soon' },
    { name: 'the form to disable unused keys', path: '/settings/admin/disable-unused' },
    {
      name: 'the unused keys',
      path: '/settings/admin/disable-unused',
      act: refused('See which keys'),
    },
    { name: 'the keys of a person', path: '/settings/admin/people/grace' },
    { name: 'service accounts', path: '/settings/services' },
    { name: 'the form for a service account', path: '/settings/services/new' },
    { name: 'the keys of a service account', path: '/settings/services/deployments/keys' },
    { name: 'intake webhooks', path: '/integrations/intake-webhooks' },
    { name: 'the admin agent', path: '/agent' },
    { name: 'the admin agent, with an offer', path: '/agent', act: askForKey },
    {
      name: 'an offer',
      path: '/agent',
      act: async (page) => {
        await askForKey(page);
        await page.goto(new URL(await offerPath(page), page.url()).href);
      },
    },
    { name: 'not found', path: '/settings/nothing' },
    { name: 'not found outside of the settings', path: '/nothing' },
    { name: 'the root of the settings', path: '/settings/' },
    { name: 'sign-out', path: '/sign-out' },
  ];
}

async function askForKey(page: Page): Promise<void> {
  const offers = page.getByRole('button', { name: 'Reveal key' });
  const before = await offers.count();
  await page.getByLabel('Message').fill('Create an API key for me called "CI Pipeline"');
  await press(page, 'Send');
  await offers.nth(before).waitFor();
  await page.locator('[data-answering]').waitFor({ state: 'detached' });
}

/** The path of the offer on a card, which its form has. */
async function offerPath(page: Page): Promise<string> {
  const form = page.locator('form', { has: page.getByRole('button', { name: 'Reveal key' }) }).last();
  return ((await form.getAttribute('action')) ?? '').replace(/\/claim$/, '');
}

/** The pages that Grace sees, who is not an admin and has no keys. */
export const pagesOfGrace: readonly PageCase[] = [
  { name: 'an empty list of keys', path: keys },
  { name: 'keys of a team that she may not see', path: '/settings/teams/platform/keys' },
  { name: 'all keys, which she may not see', path: '/settings/admin/keys' },
  { name: 'service accounts, which she may not see', path: '/settings/services' },
];

/** The pages of someone who is not signed in. */
export const pagesOfAnyone: readonly PageCase[] = [
  { name: 'sign-in', path: '/sign-in' },
  {
    name: 'sign-in, refused',
    path: '/sign-in',
    act: refused('Sign in', { 'Email address': 'ada@example.com', Password: 'wrong' }),
  },
  { name: 'not found, signed out', path: '/nothing' },
];
