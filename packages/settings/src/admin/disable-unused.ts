import type { ApiKey } from '@postern/core';
import type { Hono } from 'hono';
import { dayMs } from '../components/time.js';
import type { PageEnv } from '../page-context.js';
import { readFields } from '../read-fields.js';
import { type AdminPageContext, adminContext, adminPaths } from './admin-context.js';
import type { AdminDeps } from './all-keys.js';
import { chooseUnusedPage, confirmUnusedPage, disabledUnusedPage, minDays } from './disable-unused-page.js';

/** How many of the keys a page shows. */
const maxShown = 10;

/**
 * Adds the pages that disable unused keys: choose since when, see which keys that are, confirm. Only the last step
 * changes anything.
 */
export function addDisableUnusedPages(app: Hono<PageEnv>, { deps }: AdminDeps): void {
  const { keys } = deps;

  app.get('/admin/disable-unused', async (c) => {
    const context = adminContext(c, deps);
    const [since, from] = [instantOf(c.req.query('since')), instantOf(c.req.query('from'))];
    if (since === undefined || from === undefined) return c.html(await chooseUnusedPage(context, {}));
    return c.html(
      await disabledUnusedPage(context, { since, ...(await findDisabled(context, { since, from })) }),
    );
  });

  app.post('/admin/disable-unused', async (c) => {
    const context = adminContext(c, deps);
    const { actor, page } = context;
    const fields = await readFields(c.req.raw);
    const now = Date.now();
    const days = Number(fields.get('days') ?? Number.NaN);
    if (!Number.isInteger(days) || days < minDays || days > maxDays)
      return c.html(await chooseUnusedPage(context, { isRefused: true }), 422);

    const since = instantOf(fields.get('since'));
    const from = instantOf(fields.get('from'));
    if (since === undefined || from === undefined) {
      const unusedSince = new Date(now - days * dayMs);
      const { disabled: count } = await keys.disableUnused({ actor, unusedSince, dryRun: true });
      const listed = await keys.listAll({ actor, state: 'accepted', unusedSince, limit: maxShown });
      return c.html(
        await confirmUnusedPage(context, {
          days,
          since: unusedSince,
          from: new Date(now),
          count,
          first: listed.keys,
        }),
      );
    }
    // A page that was made up must not disable keys that are in use.
    if (now - since.getTime() < days * dayMs)
      return c.html(await chooseUnusedPage(context, { isRefused: true }), 422);
    await keys.disableUnused({ actor, unusedSince: since });
    const query = new URLSearchParams({ since: since.toISOString(), from: from.toISOString() });
    return c.redirect(`${adminPaths(page.root).disableUnused}?${query}`, 303);
  });
}

/** 10 years. */
const maxDays = 3_650;

/** The instant of a parameter, in the format of `toISOString`. */
function instantOf(text: string | null | undefined): Date | undefined {
  const instant = new Date(text ?? Number.NaN);
  return Number.isFinite(instant.getTime()) && instant.toISOString() === text ? instant : undefined;
}

/** How many calls of `listAll` look for keys that were disabled. */
const maxCalls = 10;

/** What this admin disabled, as the records say: an address alone can't claim it. */
interface FoundDisabled {
  readonly found: number;
  /** Whether there are no more. */
  readonly isExact: boolean;
  readonly first: readonly ApiKey[];
}

/** Finds the unused keys that this admin has disabled since an instant, in a bounded number of steps. */
async function findDisabled(
  { keys, actor }: AdminPageContext,
  { since, from }: { readonly since: Date; readonly from: Date },
): Promise<FoundDisabled> {
  const found: ApiKey[] = [];
  let cursor: string | null = null;
  for (let call = 0; call < maxCalls; call += 1) {
    const page = await keys.listAll({ actor, state: 'disabled', unusedSince: since, limit: 100, cursor });
    found.push(...page.keys.filter((key) => isOwnDisabling(key, actor, from)));
    cursor = page.nextCursor;
    if (cursor === null) break;
  }
  return { found: found.length, isExact: cursor === null, first: found.slice(0, maxShown) };
}

function isOwnDisabling(
  { disabledAt, disabledBy }: ApiKey,
  { kind, id }: AdminPageContext['actor'],
  from: Date,
): boolean {
  return disabledAt !== null && disabledAt >= from && disabledBy?.kind === kind && disabledBy.id === id;
}
