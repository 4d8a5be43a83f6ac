import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { startWorkspace } from '../workspace-process.js';
import { openContext, requireBrowser, type Watched } from './browser.js';
import { password, platform, profile, signIn } from './visitor.js';

type ContextOptions = Parameters<typeof openContext>[1];

/** A running workspace, and a browser to visit it with. */
export interface TestSite {
  readonly url: string;
  /** Opens a new browser context in which no one is signed in. */
  open(options?: ContextOptions): Promise<Watched>;
  /**
   * Signs a person in, in a new browser context, and opens a page. After the test, their remaining keys are deleted.
   */
  visit(
    who: 'ada' | 'grace',
    path?: string,
    options?: ContextOptions,
  ): Promise<Watched & { readonly page: Page }>;
  close(): Promise<void>;
}

/**
 * Starts both. Returns `undefined` if there is no browser, which is an error in CI.
 *
 * @param program What starts the workspace. Default: its own `main.js`.
 */
export async function startTestSite(program?: string): Promise<TestSite | undefined> {
  const started = await requireBrowser();
  if (started === undefined) return undefined;
  const { browser } = started;
  const directory = mkdtempSync(join(tmpdir(), 'postern-site-'));
  const database = `sqlite:${join(directory, 'workspace.sqlite')}`;
  const workspace = await startWorkspace({ DATABASE_URL: database, WORKSPACE_PASSWORD: password }, program);
  const { url } = workspace;

  async function deleteKeys(page: Page): Promise<void> {
    for (const { path } of [profile, platform]) {
      const answer = await page.request.get(url + path.replace('/settings', '/api'));
      const { keys = [] } = (await answer.json().catch(() => ({}))) as { keys?: { id: string }[] };
      for (const { id } of keys)
        await page.request.delete(`${answer.url()}/${id}`, { headers: { Origin: url } });
    }
  }

  async function open(options: ContextOptions = {}): Promise<Watched> {
    const watched = await openContext(browser, options);
    onTestFinished(() => watched.context.close());
    return watched;
  }

  return {
    url,
    open,
    async visit(who, path = profile.path, options = {}) {
      const watched = await open(options);
      const page = await signIn(watched.context, url, who, path);
      onTestFinished(() => deleteKeys(page));
      return { ...watched, page };
    },
    async close() {
      await workspace.stop();
      await started.close();
      rmSync(directory, { recursive: true });
    },
  };
}
