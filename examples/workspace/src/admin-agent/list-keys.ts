import { dayText } from '../texts/format.js';
import type { Question, Said } from './assistant.js';
import type { Expiry } from './clauses.js';
import { keyLine, type ListedKey } from './describe-keys.js';
import { dayMs, endOf } from './expiry-window.js';
import { allKeys } from './find-keys.js';
import { answerOf, lineOf, maxLines } from './inventory-answers.js';
import { resolveOwner } from './owner-input.js';
import { readInventory } from './read-inventory.js';
import type { Wanted } from './wanted.js';

type ListWanted = Extract<Wanted, { readonly intent: 'list' }>;

/** Lists keys: all of an owner's that work, or only those that are unused, expire soon or never expire. */
export async function listKeys(wanted: ListWanted, question: Question): Promise<Said> {
  const { texts } = question;
  const now = new Date();
  if (wanted.owner === 'everyone') return listEveryones(wanted, question, now);
  const found = await resolveOwner(wanted.owner, question);
  if ('refused' in found) return found.refused;
  const { unusedForDays } = wanted;
  const listed = await allKeys(
    found.owner,
    question,
    unusedForDays === null ? {} : { unused_for_days: unusedForDays },
  );
  if ('refused' in listed) return listed.refused;
  const keys = matching(listed.keys, wanted.expires, now);
  const lines = [headOf(wanted, keys.length, question, now), ...keys.map((key) => keyLine(texts, key))];
  if (lines.length <= maxLines) return { text: lines.join('\n'), cards: [] };
  const text = [...lines.slice(0, maxLines), `\n${texts.keyLists.moreInSettings}`].join('\n');
  // The page has the person's own keys.
  return { text, cards: found.owner === null ? [{ kind: 'page', page: 'keys' }] : [] };
}

async function listEveryones(wanted: ListWanted, question: Question, now: Date): Promise<Said> {
  const { unusedForDays, expires } = wanted;
  const inventory = await readInventory(question, {
    ...(unusedForDays !== null && { unused_for_days: unusedForDays }),
    ...(expires === 'never' && { never_expires: true }),
    ...(expires !== null &&
      expires !== 'never' && { expires_within_days: daysUntil(endOf(expires, now), now) }),
  });
  if ('refused' in inventory) return inventory.refused;
  const keys = matching(inventory.keys, expires, now);
  const { texts } = question;
  const lines = keys.map((key) => lineOf(texts, inventory, key));
  const { onlyNewest, onlySoonest } = texts.keyLists;
  const isBySoonest = expires !== null && expires !== 'never';
  return answerOf(
    texts,
    inventory,
    [headOf(wanted, keys.length, question, now), ...lines],
    isBySoonest ? onlySoonest : onlyNewest,
  );
}

/** The keys that expire then, soonest first. */
function matching<Key extends ListedKey>(
  keys: readonly Key[],
  expires: Expiry | null,
  now: Date,
): readonly Key[] {
  if (expires === null) return keys;
  if (expires === 'never') return keys.filter(({ expires_at }) => expires_at === null);
  const end = endOf(expires, now).getTime();
  const instant = ({ expires_at }: ListedKey) =>
    expires_at === null ? Number.POSITIVE_INFINITY : Date.parse(expires_at);
  return keys.filter((key) => instant(key) < end).sort((one, other) => instant(one) - instant(other));
}

function headOf(
  { unusedForDays, expires }: ListWanted,
  count: number,
  { texts }: Question,
  now: Date,
): string {
  const { found, foundWith } = texts.keyLists;
  if (unusedForDays === null && expires === null) return found(count);
  if (expires === null || expires === 'never') return foundWith(count, { unusedForDays, expire: expires });
  const lastDay = new Date(endOf(expires, now).getTime() - 1);
  return foundWith(count, { unusedForDays, expire: { by: dayText(texts.language, lastDay) } });
}

function daysUntil(end: Date, now: Date): number {
  return Math.max(1, Math.ceil((end.getTime() - now.getTime()) / dayMs));
}
