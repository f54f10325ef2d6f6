import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { planLines } from "../../../local/setup/print.ts";
import { preparePlan } from "../../../local/setup/setup.ts";
import { readSetup } from "../../../local/setup/source.ts";
import { environment, setUp } from "./files.ts";
import { openInProcessDesk } from "./in-process.ts";

/** The blocks of a section of the README, by their language. */
function blocksOf(title: string): ReadonlyMap<string, string> {
  const readme = readFileSync("README.md", "utf8");
  const [, section = ""] = new RegExp(`^## ${title}\n([^]*?)(?=^## )`, "m").exec(readme) ?? [];
  return new Map(
    [...section.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].map(([, language = "", text = ""]) => [
      language,
      text,
    ]),
  );
}

it("the README shows a file and the very plan that it gives on the demo shop", async () => {
  const blocks = blocksOf("Set up your business");
  const desk = await openInProcessDesk();
  const api = desk.api();
  await setUp(api, readFileSync("local/seed/emporio-aurora.yaml", "utf8"));
  const { plan } = await preparePlan(api, readSetup("loja.yaml", blocks.get("yaml") ?? ""), environment);
  expect(blocks.get("")).toBe(
    `loja.yaml on http://127.0.0.1:4000/v1\n\n${planLines(plan).join("\n")}\n\nApply it? [y/N]\n`,
  );
});
