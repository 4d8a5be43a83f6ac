import type { SectionRun } from '../run-section.js';
import { boundsMarkdown, tableMarkdown } from './section-markdown.js';

/** Formats the results of a section for the terminal. */
export function printSection({ result }: SectionRun): string {
  const { tables, bounds, remarks = [], profiles = [] } = result;
  const frames = profiles.map(({ of, frames }) => `${of}\n${frames.join('\n')}`);
  const judged = bounds.length > 0 ? [boundsMarkdown(bounds)] : [];
  return [...tables.map(tableMarkdown), ...remarks, ...judged, ...frames].join('\n\n');
}
