import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadSection } from '../sections.js';
import { introduction, type Report, summary } from './page.js';
import { sectionMarkdown } from './section-markdown.js';

const docs = fileURLToPath(new URL('../../../../docs/', import.meta.url));

/** Reads the figures of the last complete run. */
export function readReport(): Report {
  return JSON.parse(readFileSync(`${docs}benchmarks.json`, 'utf8')) as Report;
}

/** Writes the page, and the figures as JSON. */
export async function writeReport(report: Report): Promise<void> {
  const sections = [];
  for (const run of report.runs) sections.push(sectionMarkdown(await loadSection(run.name), run));
  const page = [introduction(report), summary(report), ...sections].join('\n\n');
  writeFileSync(`${docs}benchmarks.md`, `${page}\n`);
  writeFileSync(`${docs}benchmarks.json`, `${JSON.stringify(report, null, 2)}\n`);
}
