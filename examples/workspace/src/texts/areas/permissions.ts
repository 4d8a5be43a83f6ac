import type { Permission } from '../../keys/permissions.js';

/** What each permission allows. */
export type PermissionTexts = Readonly<Record<Permission, string>>;

export const enPermissions: PermissionTexts = {
  'agents:read': 'See agents',
  'agents:write': 'Create agents',
  'models:use': 'Send messages to models',
  'intake:submit': 'Send work to intake webhooks and read the results',
  'keys:offer': 'See the keys its owner manages and offer new ones',
};

export const dePermissions: PermissionTexts = {
  'agents:read': 'Agenten ansehen',
  'agents:write': 'Agenten anlegen',
  'models:use': 'Nachrichten an Modelle senden',
  'intake:submit': 'Aufträge an Intake-Webhooks senden und Ergebnisse abrufen',
  'keys:offer': 'Schlüssel ansehen, die der Eigentümer verwaltet, und neue anbieten',
};
