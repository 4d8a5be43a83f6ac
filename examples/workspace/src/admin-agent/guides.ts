import type { WorkspaceTexts } from '../texts/texts.js';
import type { Card, Said } from './assistant.js';
import type { Guide } from './known-questions.js';

/** Guides after which the person goes to the page of their keys. */
const leadingToKeys: readonly Guide[] = ['disable', 'leaked', 'curl', 'pipeline', 'environment', 'mcp'];

/** Says how something is done, in a workspace at `url`. */
export function guideTo(guide: Guide, { guides }: WorkspaceTexts, url: string): Said {
  const cards: readonly Card[] = leadingToKeys.includes(guide) ? [{ kind: 'page', page: 'keys' }] : [];
  return { text: guides[guide](url), cards };
}
