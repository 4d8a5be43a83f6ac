export type { Theme } from './assets.js';
export { type SettingsHandler, type SettingsOptions, settingsPages } from './settings-pages.js';
export { de } from './texts/de.js';
export { en } from './texts/en.js';
export type { Texts } from './texts/texts.js';
export type { SettingsLink } from './visit.js';
