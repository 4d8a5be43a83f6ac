// Writes the results of a run into docs/runtimes.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checks } from './checks.mjs';

const page = fileURLToPath(new URL('../../docs/runtimes.md', import.meta.url));
const section = /(?<=## What runs where\n\n).*?(?=\n## )/s;

/** Replaces the section with the table. */
export function writePage(results) {
  writeFileSync(
    page,
    readFileSync(page, 'utf8').replace(section, () => tableOf(results)),
  );
}

function tableOf(results) {
  const reasons = [];
  /** The number of a reason. The same reason has one number. */
  const numberOf = (reason) => {
    if (!reasons.includes(reason)) reasons.push(reason);
    return reasons.indexOf(reason) + 1;
  };
  const cellOf = (outcome) => (outcome === 'yes' ? 'yes' : `no (${numberOf(outcome)})`);
  const rows = [
    ['', ...results.map(({ title, version }) => `${title} ${version}`)],
    results.map(() => '---').concat('---'),
    ...checks.map(({ id, title }) => [title, ...results.map(({ outcomes }) => cellOf(outcomes[id]))]),
  ];
  const table = rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return `${table}\n\n${reasons.map((reason, index) => `${index + 1}. ${reason}`).join('\n')}\n`;
}
