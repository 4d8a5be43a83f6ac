/** Gives numbers from 0 up to 1, the same for the same seed. */
export function seededRandom(seed: number): () => number;
