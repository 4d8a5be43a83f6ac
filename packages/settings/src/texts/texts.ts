import type { AdminTexts } from './areas/admin.js';
import type { ChangesTexts } from './areas/changes.js';
import type { GeneralTexts } from './areas/general.js';
import type { HistoryTexts } from './areas/history.js';
import type { IssuingTexts } from './areas/issuing.js';
import type { KeyTexts } from './areas/key.js';
import type { ListTexts } from './areas/list.js';
import type { OffersTexts } from './areas/offers.js';
import type { RefusalsTexts } from './areas/refusals.js';
import type { RotationTexts } from './areas/rotation.js';
import type { ScriptTexts } from './areas/script.js';
import type { UnusedTexts } from './areas/unused.js';

/** Every text of the pages, in one language. All of it is text, never markup. */
export interface Texts
  extends GeneralTexts,
    ListTexts,
    KeyTexts,
    HistoryTexts,
    ChangesTexts,
    IssuingTexts,
    OffersTexts,
    AdminTexts,
    UnusedTexts,
    RefusalsTexts,
    RotationTexts,
    ScriptTexts {}
