import type { SectionRun } from '../run-section.js';
import type { InBrief } from '../section.js';

const questions: readonly { readonly about: InBrief['about']; readonly title: string }[] = [
  { about: 'cost', title: 'What does a request cost?' },
  { about: 'database', title: 'What does the database see?' },
  { about: 'given up', title: 'What is given up for it?' },
];

/** Answers what users ask first, each question with the sentences of all sections. */
export function inBrief(runs: readonly SectionRun[]): string {
  const sentences = runs.flatMap(({ result }) => result.inBrief ?? []);
  const answers = questions.map(({ about, title }) => {
    const lines = sentences.filter((sentence) => sentence.about === about).map(({ text }) => `- ${text}`);
    return `**${title}**\n\n${lines.join('\n')}`;
  });
  return [
    ...answers,
    'These are medians, measured by `npm run bench` on the machine below. The tables have the spread of each.',
  ].join('\n\n');
}
