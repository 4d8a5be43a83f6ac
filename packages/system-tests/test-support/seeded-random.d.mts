/** Returns a function that returns numbers from 0 up to 1, the same ones for the same seed. */
export function seededRandom(seed: number): () => number;
