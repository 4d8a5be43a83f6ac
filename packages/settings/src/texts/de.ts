import { deAdmin } from './areas/admin.js';
import { deChanges } from './areas/changes.js';
import { deGeneral } from './areas/general.js';
import { deHistory } from './areas/history.js';
import { deIssuing } from './areas/issuing.js';
import { deKey } from './areas/key.js';
import { deList } from './areas/list.js';
import { deOffers } from './areas/offers.js';
import { deRefusals } from './areas/refusals.js';
import { deRotation } from './areas/rotation.js';
import { deScript } from './areas/script.js';
import { deUnused } from './areas/unused.js';
import type { Texts } from './texts.js';

/** The texts in German. */
export const de: Texts = {
  ...deGeneral,
  ...deList,
  ...deKey,
  ...deHistory,
  ...deChanges,
  ...deIssuing,
  ...deOffers,
  ...deAdmin,
  ...deUnused,
  ...deRefusals,
  ...deRotation,
  ...deScript,
};
