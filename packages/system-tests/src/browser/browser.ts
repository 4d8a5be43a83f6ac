import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';
import { bundledChromium } from './bundled-chromium.js';

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * The default arguments of the bundled Chromium are not used, because they disable web security. Names in `.lan`
 * resolve to this machine, and unlike localhost, browsers do not trust them over plain HTTP.
 */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--host-resolver-rules=MAP *.lan 127.0.0.1',
];

/** A real Chromium. */
export interface TestBrowser {
  readonly browser: Browser;
  close(): Promise<void>;
}

/**
 * Starts the Chromium that `CHROMIUM_PATH` names, an installed one, or on Linux x64 one from npm. Returns `undefined`
 * if there isn't one.
 */
export async function startBrowser(): Promise<TestBrowser | undefined> {
  const executablePath = await findBrowser();
  if (executablePath === undefined) return undefined;
  const directory = mkdtempSync(join(tmpdir(), 'postern-browser-'));
  const env = { ...process.env, TMPDIR: directory, HOME: directory };
  const browser = await chromium.launch({ executablePath, args, env });
  return {
    browser,
    async close() {
      await browser.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Starts a browser for tests, which are skipped if there isn't one. In CI, that is an error. */
export async function requireBrowser(): Promise<TestBrowser | undefined> {
  const started = await startBrowser();
  if (started === undefined && process.env.CI === 'true')
    throw new Error('no Chromium found; set CHROMIUM_PATH to one');
  return started;
}

async function findBrowser(): Promise<string | undefined> {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') return named;
  const found = installed.find((path) => existsSync(path));
  if (found !== undefined) return found;
  return process.platform === 'linux' && process.arch === 'x64' ? bundledChromium() : undefined;
}

/** A browser context, the URLs that it requested, and the errors on its pages. */
export interface Watched {
  readonly context: BrowserContext;
  readonly requested: readonly string[];
  readonly pageErrors: readonly string[];
}

/** Opens a browser context with cookies of its own. */
export async function openContext(browser: Browser, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    timezoneId: 'UTC',
    ...options,
  });
  context.setDefaultTimeout(10_000);
  // A page with a token that was not copied asks before it is left.
  context.on('dialog', (dialog) => void dialog.accept());
  const requested: string[] = [];
  const pageErrors: string[] = [];
  context.on('request', (request) => requested.push(request.url()));
  context.on('weberror', (error) => pageErrors.push(String(error.error())));
  context.on('console', (message) => {
    if (message.type() === 'error') pageErrors.push(message.text());
  });
  return { context, requested, pageErrors };
}
