import { prepareAssembly } from "./assembly.ts";

/** `npm run build`: bundles the functions and synthesizes the stack, so that `npm start` has only to run it. */
const folder = await prepareAssembly({
  onStep: (step) => console.log(step === "bundling" ? "Bundling…" : "Synthesizing…"),
});
console.log(`Ready: ${folder}`);
