import { fileURLToPath } from "node:url";
import { functionEntries, type FunctionName } from "../shared/contracts/functions.ts";

/** The repository's root. */
export const repositoryRoot = fileURLToPath(new URL("..", import.meta.url));

/** Where the bundles are, below the root: one folder a function. */
export const bundlesFolder = "dist/functions";

/** The entry file of a function, below the root. */
export const entryFile = (name: FunctionName): string => `functions/${functionEntries[name]}.ts`;
