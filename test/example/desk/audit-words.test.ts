import { describe, expect, it } from "vitest";
import * as z from "zod";
import { Channel, PauseReason, Queue, Sector, Tag } from "../../../shared/contracts/organisation.ts";
import { AgentView } from "../../../shared/contracts/routes/agents.ts";
import { ApiKey } from "../../../shared/contracts/api-keys.ts";
import { CannedResponse } from "../../../shared/contracts/canned-responses.ts";
import { ChannelPresence } from "../../../shared/contracts/routes/access.ts";
import { Contact } from "../../../shared/contracts/contacts.ts";
import { Settings } from "../../../shared/contracts/settings.ts";
import { Webhook } from "../../../shared/contracts/webhooks.ts";
import { valueKey } from "../../../web/desk/features/audit/words-of.ts";
import { wrongPeriod } from "../../../web/desk/features/audit/filter.ts";
import words from "../../../web/desk/features/audit/words/pt-BR.json" with { type: "json" };

const records = [
  ...[Settings, Channel, Sector, Queue, Tag, PauseReason, AgentView, ChannelPresence],
  ...[CannedResponse, Webhook, ApiKey, Contact],
];

/** What the audit tells beside whole records. */
const others = ["agentIds", "people", "serving", "secondFactor", "secrets", "queue", "presence"];

/** Members and values of a schema, at any depth. */
function collect(node: unknown, found: { members: Set<string>; values: Set<string> }): void {
  if (typeof node !== "object" || node === null) return;
  const { properties, propertyNames, const: only, ...rest } = node as Record<string, unknown>;
  const names = (propertyNames as { enum?: string[] } | undefined)?.enum ?? [];
  for (const name of [...Object.keys(properties ?? {}), ...names]) found.members.add(name);
  const options = Array.isArray(rest["enum"]) ? rest["enum"] : [only];
  for (const value of options) if (typeof value === "string") found.values.add(value);
  for (const inner of [...Object.values(properties ?? {}), ...Object.values(rest)]) collect(inner, found);
}

describe("the words of the audit", () => {
  const found = { members: new Set(others), values: new Set<string>() };
  for (const schema of records) collect(z.toJSONSchema(schema, { unrepresentable: "any" }), found);

  it("name every member of what is audited, but for what every record has", () => {
    const unnamed = [...found.members].filter((member) => !(member in words.field));
    expect(unnamed.toSorted()).toEqual(["createdAt", "id", "version"]);
  });

  it("name every value that the contracts choose from", () => {
    const unnamed = [...found.values].filter(
      (value) => !((valueKey(value, undefined) ?? "").slice("value.".length) in words.value),
    );
    expect(unnamed).toEqual([]);
    expect(valueKey("menu", "name")).toBeUndefined();
  });
});

describe("the period of the audit", () => {
  const now = Date.parse("2026-11-23T15:00:00Z");
  it.each([
    ["", "", null],
    ["", "2020-01-01", null],
    ["2026-11-23", "2026-11-23", null],
    ["2026-11-23", "2026-11-20", "order"],
    ["2026-11-25", "", "order"],
    ["2025-11-24", "2026-11-23", null],
    ["2025-01-01", "", "long"],
  ])("from %o to %o: %o", (from, to, wrong) => {
    expect(wrongPeriod({ from, to }, now)).toBe(wrong);
  });
});
