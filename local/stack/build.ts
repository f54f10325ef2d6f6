import { prepareAssembly } from "./assembly.ts";
import { preparePages } from "./pages.ts";

/** `npm run build`: bundles the functions, synthesizes the stack and builds the pages, so that `npm start` has only to run it. */
const folder = await prepareAssembly({
  onStep: (step) => console.log(step === "bundling" ? "Bundling…" : "Synthesizing…"),
});
const building = { onStep: () => console.log("Building pages…") };
const pages = [await preparePages("desk", building), await preparePages("phone", building)];
console.log(`Ready: ${[folder, ...pages].join(", ")}`);
