/** Compiles a file of a package's `test-support` into a file that imports the package by its name. */
export declare function writeSubject(packageName: string, file: string, target: string): void;
