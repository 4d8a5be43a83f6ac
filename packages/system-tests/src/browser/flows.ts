import type { ApiKey, ApiKeys } from '@postern/core';
import { expect } from 'vitest';
import { ada, type Visit } from './flow-site.js';

/** Something that a person does with a form in a dialog. */
export interface Flow {
  readonly name: string;
  /** Opens the page from which it begins, and then the dialog, and fills in the form. Returns what it is about. */
  readonly begin: (visit: Visit) => Promise<Subject>;
  readonly button: string;
  /** What the page says afterwards. A token is shown in the dialog, anything else on the page behind it. */
  readonly says: string;
  readonly showsToken: boolean;
  /** What has the focus afterwards: where it came from, or, if that is gone, the heading of the page. */
  readonly focuses: string;
  /** What the dialog says if it is sent again after its response was lost. Default: the same as the first time. */
  readonly saysAgain?: string;
  /** What the dialog says if the key or the offer is gone. `undefined`: nothing can be gone. */
  readonly saysGone?: string;
}

/** What a flow is about. */
interface Subject {
  readonly isDone: () => Promise<boolean>;
  /** Ends it, as another tab does. */
  readonly end: () => Promise<unknown>;
}

const keyPath = ({ id }: ApiKey) => `/settings/user/keys/${id}`;

function change(
  link: string,
  says: string,
  isDone: (key: ApiKey) => boolean,
  more: Partial<Flow> & { readonly prepare?: (keys: ApiKeys, id: string) => Promise<unknown> } = {},
): Flow {
  const { prepare, ...given } = more;
  return {
    name: link.toLowerCase(),
    async begin({ page, url, keys, issue }) {
      const key = await issue('Nightly');
      await prepare?.(keys, key.id);
      await page.goto(url + keyPath(key));
      await page.getByRole('link', { name: link, exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.waitFor();
      if (link === 'Rename') await dialog.getByLabel('New name').fill('Renamed');
      return {
        isDone: async () => isDone(await keys.get(key.id, { actor: ada })),
        end: () => keys.revoke(key.id, { actor: ada }),
      };
    },
    button: link,
    says,
    showsToken: false,
    focuses: 'Nightly',
    saysGone: '“Nightly” has been deleted',
    ...given,
  };
}

/** Every flow in a dialog. */
export const flows: readonly Flow[] = [
  {
    name: 'create',
    async begin({ page, url, keys }) {
      await page.goto(`${url}/settings/user/keys`);
      await page.getByRole('link', { name: 'Add Key' }).first().click();
      await page.getByRole('dialog').getByLabel('Name').fill('Nightly');
      const count = async () => (await keys.list({ owner: ada, actor: ada, state: 'live' })).keys.length;
      return { isDone: async () => (await count()) === 1, end: async () => undefined };
    },
    button: 'Create key',
    says: '“Nightly” is ready',
    showsToken: true,
    focuses: 'Copy',
  },
  change('Rename', 'is now called “Renamed”.', ({ name }) => name === 'Renamed', {
    focuses: 'Rename',
  }),
  change('Disable', '“Nightly” is disabled.', ({ disabledAt }) => disabledAt !== null),
  change('Enable', '“Nightly” is enabled.', ({ disabledAt }) => disabledAt === null, {
    prepare: (keys, id) => keys.disable(id, { actor: ada, reason: 'lost' }),
  }),
  change('Delete', '“Nightly” is deleted.', ({ revokedAt }) => revokedAt !== null, {
    saysGone: '“Nightly” is deleted.',
  }),
  change('Rotate', '“Nightly” has a new key', ({ rotatedAt }) => rotatedAt !== null, {
    button: 'Rotate key',
    showsToken: true,
    focuses: 'Copy',
    saysAgain: '“Nightly” was already rotated',
    saysGone: 'It was deleted.',
  }),
  {
    name: 'claim',
    async begin({ page, url, keys }) {
      const offer = await keys.offer({ owner: ada, actor: ada, name: 'Nightly' });
      await page.goto(`${url}/settings/offers/${offer.id}`);
      return {
        isDone: async () => (await keys.list({ owner: ada, actor: ada })).keys.length === 1,
        end: () => keys.withdrawOffer(offer.id, { actor: ada }),
      };
    },
    button: 'Reveal key',
    says: '“Nightly” is ready',
    showsToken: true,
    focuses: 'Copy',
    saysAgain: 'its key was already revealed',
    saysGone: 'it was withdrawn',
  },
];

/** Something that a person does with a form that is a page of its own. */
export interface PageFlow extends Pick<Flow, 'name' | 'button' | 'says'> {
  readonly prepare: (visit: Visit) => Promise<{
    /** Opens the page with the form. */
    readonly open: () => Promise<unknown>;
    readonly isDone: () => Promise<boolean>;
  }>;
}

export const pageFlows: readonly PageFlow[] = [
  {
    name: 'disable',
    async prepare({ page, url, keys, issue }) {
      const key = await issue('Nightly');
      return {
        open: () => page.goto(`${url}${keyPath(key)}/disable`),
        isDone: async () => (await keys.get(key.id, { actor: ada })).disabledAt !== null,
      };
    },
    button: 'Disable',
    says: '“Nightly” is disabled.',
  },
  {
    name: 'withdraw',
    async prepare({ page, url, keys }) {
      const offer = await keys.offer({ owner: ada, actor: ada, name: 'Nightly' });
      return {
        open: () => page.goto(`${url}/settings/offers/${offer.id}`),
        isDone: async () => (await keys.getOffer(offer.id, { actor: ada })).withdrawnAt !== null,
      };
    },
    button: 'Withdraw',
    says: 'was withdrawn',
  },
  {
    name: 'disable unused keys',
    async prepare({ page, url, keys, issue }) {
      const { id } = await issue('Nightly', 100);
      return {
        async open() {
          await page.goto(`${url}/settings/admin/disable-unused`);
          await page.getByRole('button', { name: 'See which keys' }).click();
          await page.getByRole('heading', { name: 'Disable 1 key?' }).waitFor();
        },
        isDone: async () => (await keys.get(id, { actor: ada })).disabledAt !== null,
      };
    },
    button: 'Disable 1 key',
    says: 'now disabled.',
  },
];

/** Whether an address is one that a form of a flow is sent to, for routes. */
export function isPost({ pathname }: URL): boolean {
  return /\/(keys|rename|disable|enable|delete|rotate|claim|withdraw|disable-unused)$/.test(pathname);
}

/** Waits until a flow is over, and has said so. */
export async function expectDone({ page }: Visit, { says, showsToken }: Flow): Promise<void> {
  if (showsToken) {
    await page.getByRole('dialog').getByRole('heading', { name: says }).waitFor();
    return;
  }
  await page.getByRole('status').filter({ hasText: says }).waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
}
