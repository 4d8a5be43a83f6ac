export type { Theme } from './assets.js';
export type { SettingsLink, SettingsOptions } from './options.js';
export { type SettingsHandler, settingsPages } from './settings-pages.js';
export { de } from './texts/de.js';
export { en } from './texts/en.js';
export type { ErrorTexts, Texts } from './texts/texts.js';
