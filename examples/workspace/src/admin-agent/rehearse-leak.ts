import { type Question, runTool, type Said } from './assistant.js';
import { answerWith } from './refused-answer.js';

/**
 * Offers a key that can do nothing and ends within a day, and says how to report it as leaked and where to see what
 * happened. The token never comes back to the chat.
 */
export async function rehearseLeak(question: Question, url: string): Promise<Said> {
  const { texts } = question;
  const result = await runTool(question, 'create_api_key', {
    name: texts.agent.rehearsalName,
    scopes: [],
    expires_in_days: 1,
  });
  return answerWith(result, texts.agent.rehearsal(url, result.offer?.id ?? ''), { texts });
}
