import { type ApiKeys, isPosternError } from '@postern/core';
import type { MiddlewareHandler } from 'hono';
import {
  type HonoContext,
  type PageContext,
  type PageDeps,
  type PageEnv,
  pageContext,
  SignedOut,
} from '../page-context.js';
import { rememberingNames } from './names.js';

/** What a page for admins needs. */
export interface AdminPageContext extends PageContext {
  readonly keys: ApiKeys;
}

/**
 * Lets only those through who may see the keys of all owners: the host says that they are admins, and the policy allows
 * them `list_all`. For everyone else, these pages do not exist.
 */
export function onlyAdmins(deps: PageDeps): MiddlewareHandler<PageEnv> {
  return async function onlyAdmins(c, next) {
    const context = await pageContext(c, deps);
    // M04 hidden
    if (!(await maySeeAllKeys(context, deps))) {
      c.set('isHidden', true);
      return c.notFound();
    }
    return next();
  };
}

async function maySeeAllKeys({ isAdmin, actor }: PageContext, { keys }: PageDeps): Promise<boolean> {
  if (!isAdmin) return false;
  try {
    await keys.listAll({ actor, limit: 1 });
    return true;
  } catch (error) {
    if (isPosternError(error) && error.code === 'ERR_FORBIDDEN') return false;
    throw error;
  }
}

/** Returns the context of a page behind `onlyAdmins`. */
export function adminContext(c: HonoContext, { keys }: PageDeps): AdminPageContext {
  const context = c.get('context');
  // Without `onlyAdmins`, no one is known to be an admin.
  if (context === undefined) throw new SignedOut();
  return { ...context, keys, nameOf: rememberingNames(context.nameOf) };
}

/** The addresses of the pages for admins. */
export function adminPaths(root: string): {
  readonly allKeys: string;
  readonly allKeysExport: string;
  readonly disableUnused: string;
  readonly people: string;
} {
  return {
    allKeys: `${root}admin/keys`,
    allKeysExport: `${root}admin/keys/export`,
    disableUnused: `${root}admin/disable-unused`,
    people: `${root}admin/people`,
  };
}
