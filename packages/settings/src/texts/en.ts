import { enAdmin } from './areas/admin.js';
import { enChanges } from './areas/changes.js';
import { enGeneral } from './areas/general.js';
import { enHistory } from './areas/history.js';
import { enIssuing } from './areas/issuing.js';
import { enKey } from './areas/key.js';
import { enList } from './areas/list.js';
import { enOffers } from './areas/offers.js';
import { enRefusals } from './areas/refusals.js';
import { enRotation } from './areas/rotation.js';
import { enScript } from './areas/script.js';
import { enUnused } from './areas/unused.js';
import type { Texts } from './texts.js';

/** The texts in English. */
export const en: Texts = {
  ...enGeneral,
  ...enList,
  ...enKey,
  ...enHistory,
  ...enChanges,
  ...enIssuing,
  ...enOffers,
  ...enAdmin,
  ...enUnused,
  ...enRefusals,
  ...enRotation,
  ...enScript,
};
