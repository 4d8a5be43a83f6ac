import type { ApiKeys } from '@postern/core';

/** From `@nestjs/core`. */
export declare const APP_GUARD: string;
export type Keys = ApiKeys<'user' | 'team', 'agents:read' | 'agents:write'>;
export declare const keysToken: symbol;
