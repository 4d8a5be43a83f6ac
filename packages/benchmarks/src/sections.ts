import type { Section } from './section.js';

type Load = () => Promise<{ readonly section: Section }>;

/** The sections in the order in which they run, each loaded by the process that runs it alone. */
const loaders: Readonly<Record<string, Load>> = {
  warm: () => import('./warm/section.js'),
  postgres: () => import('./postgres/section.js'),
  http: () => import('./http/section.js'),
  flood: () => import('./flood/section.js'),
  cold: () => import('./cold/section.js'),
  scale: () => import('./scale/section.js'),
  memory: () => import('./memory/section.js'),
  engines: () => import('./engines/section.js'),
};

export const sectionNames: readonly string[] = Object.keys(loaders);

/** Those whose ratios a short run can judge. A p99 takes a long one, and other sections show figures, no ratios. */
export const quickSectionNames: readonly string[] = ['warm', 'postgres', 'http', 'scale', 'memory'];

/** Loads a section, and all that it measures. */
export async function loadSection(name: string): Promise<Section> {
  const load = loaders[name];
  if (load === undefined) throw new Error(`no section ${name}`);
  return (await load()).section;
}
