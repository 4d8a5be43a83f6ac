/** Runs `npm ci` in a folder, from the root of the repository, unless it is up to date. Throws if npm fails. */
export declare function installOnce(folder: string): void;
