import { expect, it } from 'vitest';
import { readPage } from './pages.js';
import { statementsOfEachCall } from './statements.js';

it('docs/scaling.md lists every statement that is sent to PostgreSQL', async () => {
  const sent = await statementsOfEachCall();
  const [begin] = sent.get('insert') ?? [];
  const lines = [...sent].flatMap(([call, statements]) => [
    '',
    `${call}:`,
    ...statements.map((statement) => (statement === begin ? '  begin' : `  ${statement}`)),
  ]);
  const listing = [`begin:\n  ${begin}`, ...lines].join('\n');
  expect(readPage('docs/scaling.md').markdown).toContain(`\`\`\`text figure\n${listing}\n\`\`\``);
});
