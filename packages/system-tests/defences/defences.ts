import { agents } from './agent.js';
import type { Defence } from './defence.js';
import { faults } from './faults.js';
import { headers } from './headers.js';
import { leaks } from './leaks.js';
import { limits } from './limits.js';
import { management } from './management.js';
import { secrets } from './secrets.js';
import { state } from './state.js';
import { tokens } from './tokens.js';

/** The defences of every row of docs/threat-model.md. */
export const defences: readonly Defence[] = [
  ...tokens,
  ...headers,
  ...state,
  ...management,
  ...agents,
  ...secrets,
  ...faults,
  ...limits,
  ...leaks,
];
