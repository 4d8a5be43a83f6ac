import { dayText } from '../texts/format.js';
import type { WorkspaceTexts } from '../texts/texts.js';
import type { Question, Said } from './assistant.js';
import { keyLine } from './describe-keys.js';
import { dayMs } from './expiry-window.js';
import { type Inventory, type InventoryKey, readInventory } from './read-inventory.js';

const quarterDays = 90;
const inUseDays = 30;

/** How many keys one answer lists. */
export const maxLines = 100;

/** Who created what: the keys that work, by creator. */
export async function listWhoCreatedWhat(question: Question): Promise<Said> {
  const inventory = await readInventory(question);
  if ('refused' in inventory) return inventory.refused;
  const { texts } = question;
  const { keys, nameOf } = inventory;
  const creators = [...new Set(keys.map(({ created_by }) => created_by))]
    .map((creator) => ({ creator, created: keys.filter(({ created_by }) => created_by === creator) }))
    .sort((one, other) => other.created.length - one.created.length);
  const recent = keys.filter(({ created_at }) => isWithin(quarterDays, created_at));
  return answerOf(texts, inventory, [
    texts.keyLists.whoCreatedWhat(keys.length, recent.length, quarterDays),
    ...creators.flatMap(({ creator, created }) => [
      `\n${texts.keyLists.createdBy(nameOf(creator), created.length)}`,
      ...created.map((key) =>
        lineOf(texts, inventory, key, { createdOn: dayText(texts.language, key.created_at) }),
      ),
    ]),
  ]);
}

/** Which automations deserve a team key: personal keys that are in use, with a name like a program's. */
export async function listAutomations(question: Question): Promise<Said> {
  const inventory = await readInventory(question, { kinds: ['user'] });
  if ('refused' in inventory) return inventory.refused;
  const { texts } = question;
  const inUse = latestUseFirst(inventory).filter(({ last_used_at }) => isWithin(inUseDays, last_used_at));
  const automations = inUse.filter(({ name }) => isNamedLikeProgram(name));
  const listed = answerOf(texts, inventory, [
    texts.keyLists.automations(inUse.length, automations.length, inUseDays),
    ...automations.map((key) => lineOf(texts, inventory, key)),
  ]);
  return { ...listed, text: `${listed.text}\n\n${texts.keyLists.toTeamKey}` };
}

/** What still uses personal keys: those that have been used, latest use first. */
export async function listPersonalKeys(question: Question): Promise<Said> {
  const inventory = await readInventory(question, { kinds: ['user'] });
  if ('refused' in inventory) return inventory.refused;
  const { texts } = question;
  const all = inventory.keys.length;
  const used = latestUseFirst(inventory).filter(({ last_used_at }) => last_used_at !== null);
  const inUse = used.filter(({ last_used_at }) => isWithin(inUseDays, last_used_at)).length;
  const counts = { all, inUse, usedBefore: used.length - inUse, neverUsed: all - used.length };
  return answerOf(texts, inventory, [
    texts.keyLists.personalKeys({ ...counts, days: inUseDays }),
    ...used.map((key) => lineOf(texts, inventory, key)),
  ]);
}

export function lineOf(
  texts: WorkspaceTexts,
  { nameOf }: Inventory,
  key: InventoryKey,
  more: { readonly createdOn?: string } = {},
): string {
  return keyLine(texts, key, { owner: nameOf(key.owner), ...more });
}

export function answerOf(
  { keyLists }: WorkspaceTexts,
  { keys, hasMore }: Inventory,
  lines: readonly string[],
  onlySome: (count: number) => string = keyLists.onlyNewest,
): Said {
  const listed = lines.slice(0, maxLines);
  if (hasMore) listed.push(`\n${onlySome(keys.length)}`);
  else if (lines.length > maxLines) listed.push(`\n${keyLists.notAll}`);
  return { text: listed.join('\n'), cards: [] };
}

function latestUseFirst({ keys }: Inventory): readonly InventoryKey[] {
  const lastUse = ({ last_used_at }: InventoryKey) => (last_used_at === null ? 0 : Date.parse(last_used_at));
  return [...keys].sort((one, other) => lastUse(other) - lastUse(one));
}

function isWithin(days: number, instant: string | null): boolean {
  return instant !== null && Date.now() - Date.parse(instant) <= days * dayMs;
}

const programs =
  'ci|cd|etl|bot|cron|job|hook|webhook|worker|runner|server|script|agent|prod|staging|nightly|hourly|daily|weekly|' +
  '(?:deploy|build|release|backup|sync|monitor|import|export|schedul|automat|pipelin|terraform|jenkins|github|gitlab)\\w*';
const programName = new RegExp(`(?:^|[^a-z0-9])(?:${programs})s?(?![a-z0-9])`, 'i');

function isNamedLikeProgram(name: string): boolean {
  return programName.test(name);
}
