/** What runs the programs and the commands of a page. */
export interface Machine {
  /** The path of the executable of Node. */
  readonly node: string;
  /** The environment of every process. Its `PATH` decides which commands there are. */
  readonly environment: NodeJS.ProcessEnv;
}

export const thisMachine: Machine = { node: process.execPath, environment: process.env };
