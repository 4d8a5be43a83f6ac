import { type Actor, type KeyPage, PosternError } from '@postern/core';
import {
  askIsAdmin,
  type ExportType,
  exportFormats,
  exportKeys,
  type IsAdmin,
  reportUnexpected,
  viewKeyPage,
} from '@postern/management/internal';
import type { HonoContext, PageDeps } from '../page-context.js';

/** The formats of an export, by the names that the page's links have for them. */
const formats: Readonly<Record<ExportName, { readonly type: ExportType; readonly file: string }>> = {
  csv: { type: 'text/csv', file: 'api-keys.csv' },
  jsonl: { type: 'application/jsonl', file: 'api-keys.jsonl' },
};

export type ExportName = 'csv' | 'jsonl';

export function isExportName(name: string): name is ExportName {
  return Object.hasOwn(formats, name);
}

/** What is exported, by whom, and who says that they still may. */
interface Export {
  readonly actor: Actor;
  readonly isAdmin: IsAdmin;
  /** Reads a page of 100 keys. */
  readonly pageAfter: (cursor: string | null) => Promise<KeyPage>;
}

/**
 * Responds with all keys of a list, as a file. As in the management API, a file that ends early doesn't look complete:
 * the connection is aborted.
 */
export async function exportResponse(
  c: HonoContext,
  name: ExportName,
  {
    deps: { keys },
    exported: { actor, isAdmin, pageAfter },
  }: { readonly deps: PageDeps; readonly exported: Export },
): Promise<Response> {
  const { type, file } = formats[name];
  const format = exportFormats[type];
  const body = exportKeys(format, {
    // Before the response starts, so that a refusal has a page.
    first: viewKeyPage(await pageAfter(null)),
    async pageAfter(cursor) {
      // An export lasts for as long as its reader likes.
      // M04 download
      if (!(await askIsAdmin(isAdmin, actor))) throw noLongerAdmin();
      return viewKeyPage(await pageAfter(cursor));
    },
    onError: (error) => reportUnexpected(keys, error),
  });
  const headers = { ...format.headers, 'Content-Disposition': `attachment; filename="${file}"` };
  return c.body(body, 200, headers);
}

function noLongerAdmin(): PosternError {
  return new PosternError('ERR_FORBIDDEN', 'only admins see the keys of all owners');
}
