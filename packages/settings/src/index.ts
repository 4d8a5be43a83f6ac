export type { Theme } from './assets.js';
export type { Brand, SettingsLink, SettingsOptions } from './options.js';
export { type SettingsHandler, settingsPages } from './settings-pages.js';
export type { Breadcrumb } from './shell/breadcrumbs.js';
export { type HostPage, type SettingsShell, type ShellOptions, settingsShell } from './shell/host-page.js';
export type { ErrorTexts } from './texts/areas/refusals.js';
export { de } from './texts/de.js';
export { en } from './texts/en.js';
export type { Texts } from './texts/texts.js';
