import { settingsPages } from '@postern/settings';
import { keys, signedIn } from '../keys.mjs';

export const handler = settingsPages(keys, signedIn);
