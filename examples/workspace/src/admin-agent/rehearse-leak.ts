import { type Answer, type Question, runTool, toAnswer } from './assistant.js';

/**
 * Offers a key that can do nothing and ends within a day, and says how to report it as leaked and where to see what
 * happened. The token never comes back to the chat.
 */
export async function rehearseLeak(question: Question, url: string): Promise<Answer> {
  const result = await runTool(question, 'create_api_key', {
    name: 'Leak rehearsal',
    scopes: [],
    expires_in_days: 1,
  });
  return toAnswer(result, stepsFor(result.offer?.id ?? '', url));
}

// Typed input is not shown, and is not in the history of the shell, the arguments of a process or a URL.
const stepsFor = (keyId: string, url: string) =>
  `Here is a key to leak. It can do nothing, and ends within a day.
1. Reveal it below, and copy it. Do not paste it here.
2. Report it as a scanner would: run this in bash or zsh, then paste the key, which is not shown, and press Enter.
read -rs KEY; printf '{"token":"%s"}' "$KEY" | curl ${url}/leaked-keys -H 'Content-Type: application/json' -d @-
The response is the same for every key, whether or not it exists.
3. Ask me: Why does the key ${keyId} get 401? Its history, at ${url}/api/user/keys/${keyId}/history, has the report.`;
