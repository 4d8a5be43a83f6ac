import { isDisturbed } from '../harness/machine.js';
import type { SectionRun } from '../run-section.js';
import { type Bound, isMet, type Profile, type Section, type Table } from '../section.js';
import { formatNumber, formatSpread } from './format.js';

/** Writes a section as Markdown: its prose, its figures, and its bounds. */
export function sectionMarkdown(section: Section, { otherWork, seconds, result }: SectionRun): string {
  const { tables, bounds, remarks = [], profiles = [] } = result;
  const missed = bounds.filter((bound) => !isMet(bound));
  return [
    `## ${section.title}`,
    ...section.prose,
    ...tables.map(tableMarkdown),
    ...remarks,
    ...(bounds.length > 0 ? [boundsMarkdown(bounds)] : []),
    ...missed.map(({ claim }) => section.whyMissed?.[claim]).filter((why) => why !== undefined),
    ...profiles.map(profileMarkdown),
    `\`${section.name}\` took ${Math.round(seconds)} s.${isDisturbed(otherWork) ? disturbed(otherWork.busyShare) : ''}`,
  ].join('\n\n');
}

function disturbed(busyShare: number): string {
  return ` **Other work on the machine**: ${Math.round(busyShare * 100)} % of the cores were in use when it began.`;
}

/** Writes a table, preceded by its caption. */
export function tableMarkdown({ caption, columns, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const table = [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
  return caption === undefined ? table : `${caption}\n\n${table}`;
}

/** Writes bounds, and whether each was met. */
export function boundsMarkdown(bounds: readonly Bound[]): string {
  return tableMarkdown({
    columns: ['target', 'bound', 'measured', ''],
    rows: bounds.map((bound) => [
      bound.claim,
      `${bound.kind === 'at least' ? '≥' : '≤'} ${formatNumber(bound.limit)}`,
      formatSpread(bound.measured),
      isMet(bound) ? 'met' : '**missed**',
    ]),
  });
}

function profileMarkdown({ of, frames }: Profile): string {
  return [`Top frames of ${of}, by their own time:`, `\`\`\`text figure\n${frames.join('\n')}\n\`\`\``].join(
    '\n\n',
  );
}
