import { functionEntries, type FunctionName } from "../shared/contracts/functions.ts";
import { bundle } from "./bundle.ts";
import { bundlesFolder, entryFile, repositoryRoot } from "./paths.ts";

/** `npm run build`: bundles every function. */
const names = Object.keys(functionEntries) as FunctionName[];
await bundle({
  root: repositoryRoot,
  entries: Object.fromEntries(names.map((name) => [name, entryFile(name)])),
  outputFolder: bundlesFolder,
});
