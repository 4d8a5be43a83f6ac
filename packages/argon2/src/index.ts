export type { Argon2Engine } from './argon2-engine.js';
export { argon2Hasher } from './argon2-hasher.js';
export { type HasherMeasurement, type MeasureOptions, measureHasher } from './measure-hasher.js';
export type { Argon2HasherOptions } from './options.js';
export type { Argon2Parameters } from './phc-string.js';
