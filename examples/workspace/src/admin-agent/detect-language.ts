import type { Language } from '../texts/texts.js';

/** Frequent words of one language that are rare in questions about keys in the other. */
const words: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: new Set(
    (
      'a and are at be been by can could create delete did do does doing for from give have help hello hey how i if is it ' +
      'key keys list make me my no not of on or our please remove rename revoke rotate show that the their them they this to use used ' +
      'what when where which who why with without would you your never expire expires thanks thank good morning'
    ).split(' '),
  ),
  de: new Set(
    (
      'aber alle als auf aus bei bitte bin danke das dein deine dem den der des dich die dir du ein eine einem einen einer ' +
      'erstelle erstellen es für fuer gibt guten habe haben hallo hat hilfe ich ihr ihre ihnen im ist kann kannst kein keine können konnen ' +
      'lösche loesche lösch löschen mein meine meinen meiner mich mir mit nicht nie noch oder schlüssel schluessel schlussel sie sind ' +
      'über ueber und uns unser unsere vom von warum was welche welcher welches wer werden wie wieso wird wo zeig zeige zu zum ' +
      'moin servus tag morgen dank vielen abgelehnt läuft laufen seit tagen'
    ).split(' '),
  ),
};

/** The language in which most words of a text are. `undefined`: it can't be told. */
export function detectLanguage(text: string): Language | undefined {
  const found =
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/\p{L}+/gu) ?? [];
  const count = (language: Language) => found.filter((word) => words[language].has(word)).length;
  const lead = count('de') - count('en');
  if (lead === 0) return undefined;
  return lead > 0 ? 'de' : 'en';
}
