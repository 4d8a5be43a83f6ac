import type { Section } from './section.js';

type Load = () => Promise<{ readonly section: Section }>;

/** The sections in the order in which they run. Each is loaded only by the process that runs it. */
const loaders: Readonly<Record<string, Load>> = {
  warm: () => import('./warm/section.js'),
  postgres: () => import('./postgres/section.js'),
  http: () => import('./http/section.js'),
  flood: () => import('./flood/section.js'),
  cold: () => import('./cold/section.js'),
  scale: () => import('./scale/section.js'),
  govern: () => import('./govern/section.js'),
  memory: () => import('./memory/section.js'),
  engines: () => import('./engines/section.js'),
};

export const sectionNames: readonly string[] = Object.keys(loaders);

/**
 * The sections whose ratios a short run can judge. A p99 needs a long run, and other sections show figures, not ratios.
 */
export const quickSectionNames: readonly string[] = ['warm', 'postgres', 'http', 'scale', 'memory'];

/** Loads a section, and everything that it measures. */
export async function loadSection(name: string): Promise<Section> {
  const load = loaders[name];
  if (load === undefined) throw new Error(`unknown section ${name}`);
  return (await load()).section;
}
