import { managementHandler } from '@postern/management';
import { keys, signedIn } from '../keys.mjs';

export const handler = managementHandler(keys, signedIn);
