export { nodeRsArgon2 } from './node-rs-argon2.js';
