export { type EndedCall, everyOrder, type Scenario } from './every-order.js';
export { itIsRightInEveryOrder } from './right-in-every-order.js';
export type { Steps } from './steps.js';
export { resultOf, verdictOf } from './verdicts.js';
