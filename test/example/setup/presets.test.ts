import { Ajv } from "ajv";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { applyPlan } from "../../../local/setup/apply.ts";
import { isEmpty } from "../../../local/setup/plan.ts";
import { setupSchema } from "../../../local/setup/schema-document.ts";
import { preparePlan } from "../../../local/setup/setup.ts";
import { readSetup } from "../../../local/setup/source.ts";
import { environment } from "./files.ts";
import { openInProcessDesk } from "./in-process.ts";

const files = [
  "presets/shop.yaml",
  "presets/clinic.yaml",
  "presets/technical-support.yaml",
  "local/seed/emporio-aurora.yaml",
];
describe.each(files)("%s", (file) => {
  const text = readFileSync(file, "utf8");

  it("makes an empty desk what it says, and finds nothing to do the second time", async () => {
    const desk = await openInProcessDesk();
    const api = desk.api();
    const source = readSetup(file, text);
    const { plan, known } = await preparePlan(api, source, environment);
    expect(plan.others.map(({ label }) => label)).toEqual(["ana@aurora.example"]);
    await applyPlan(plan, { api, known, environment, onDone: () => {} });
    const again = await preparePlan(api, source, environment);
    expect(again.plan.differences.filter(({ action }) => action !== "leave")).toEqual([]);
    expect(isEmpty(again.plan)).toBe(true);
    expect(again.plan.differences).toHaveLength(plan.differences.length);
  });

  it("is what the schema for editors takes, and names the schema", () => {
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(setupSchema());
    expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true);
    const named = /^# yaml-language-server: \$schema=(\S+)$/m.exec(text)?.[1] ?? "";
    const at = new URL(named, new URL(file, "file:///repository/"));
    expect(at.pathname).toBe("/repository/docs/setup.schema.json");
  });

  it("names nobody who could be real", () => {
    for (const { email } of readSetup(file, text).file.people ?? [])
      expect(email).toMatch(/@[a-z]+\.example$/);
    expect(text).not.toMatch(/@(?!aurora\.example)[a-z]/);
  });
});

it("what is commented out in the presets would be taken", () => {
  for (const file of files.slice(0, 3)) {
    const lines = readFileSync(file, "utf8").split("\n");
    const from = lines.indexOf("# channels:");
    const rest = lines.slice(from).findIndex((line) => !line.startsWith("#"));
    const text = lines.map((line, index) =>
      index >= from && index < from + rest ? line.replace(/^# ?/, "") : line,
    );
    const { channels = [] } = readSetup(file, text.join("\n")).file;
    expect(channels.length, file).toBeGreaterThan(0);
  }
});
