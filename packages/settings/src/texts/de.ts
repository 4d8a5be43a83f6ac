import { deGeneral } from './areas/general.js';
import { deIssuing } from './areas/issuing.js';
import { deKey } from './areas/key.js';
import { deList } from './areas/list.js';
import { deOffers } from './areas/offers.js';
import { deRefusals } from './areas/refusals.js';
import { deScript } from './areas/script.js';
import type { Texts } from './texts.js';

/** The texts in German. */
export const de: Texts = {
  ...deGeneral,
  ...deList,
  ...deKey,
  ...deIssuing,
  ...deOffers,
  ...deRefusals,
  ...deScript,
};
