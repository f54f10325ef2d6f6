import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { digest } from "../../shared/adapters/digest.ts";
import { deliveryRank, verdict } from "../../shared/domain/delivery.ts";
import { parseMessage } from "../../shared/domain/whatsapp/message.ts";
import { splitWebhook } from "../../shared/domain/whatsapp/split.ts";
import { webhookFixtures } from "../cases/whatsapp/fixtures.ts";

const page = readFileSync(new URL("../../docs/whatsapp.md", import.meta.url), "utf8");
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("|"))
  .map((line) => line.split("|").map((cell) => cell.trim()));

/** `failed` `window` → the kind of a verdict and its class. */
const words = (cell: string): readonly string[] =>
  [...cell.matchAll(/`([\w-]+)`/g)].map(([, word = ""]) => word);

/** The table of refusals has four columns, with the codes in the first. */
const refusals = rows.flatMap(([, codes = "", cell = "", , source]) =>
  source !== undefined && source !== "" && /^\d/.test(codes) && /^`(?:retry|unconfirmed|failed)`/.test(cell)
    ? [...codes.matchAll(/\d+/g)].map(([code]) => [Number(code), words(cell)] as const)
    : [],
);

describe("docs/whatsapp.md", () => {
  it("lists more than a few codes, each once but for the ends of a range", () => {
    const codes = refusals.map(([code]) => code).filter((code) => code !== 200 && code !== 299);
    expect(codes.length).toBeGreaterThan(40);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it.each(refusals)("says what the desk does with %i", (code, [kind, failure]) => {
    const decided = verdict(code, 400, 1);
    expect([decided.kind, decided.kind === "failed" ? decided.class : undefined]).toEqual([kind, failure]);
  });

  it("leaves out no code of Meta's ranges that the desk treats in a way of its own", () => {
    const listed = new Set(refusals.map(([code]) => code));
    const candidates = [...range(0, 500), ...range(80_000, 80_010), ...range(130_000, 136_000), 2_388_019];
    const missing = candidates.filter((code) => {
      const decided = verdict(code, 400, 1);
      const plain = decided.kind === "failed" && decided.class === "other";
      return !plain && !listed.has(code) && !(code >= 200 && code <= 299);
    });
    expect(missing).toEqual([]);
  });

  it("has the ranks as they are", () => {
    const ranks = rows.flatMap(([, rank = "", status = ""]) =>
      /^\d$/.test(rank) ? [[words(status)[0], Number(rank)] as const] : [],
    );
    expect(Object.fromEntries(ranks)).toEqual(deliveryRank);
  });

  it("names every reason for which a shape that was seen is kept", () => {
    const items = webhookFixtures().flatMap(({ body }) =>
      splitWebhook(body, (text) => digest.sha256(text)).flatMap((share) => share.items),
    );
    const reasons = items.flatMap((item) => {
      if (item.kind === "inspect") return [item.reason];
      const parsed = item.kind === "message" ? parseMessage(item) : {};
      return "unusable" in parsed ? [parsed.unusable] : [];
    });
    expect(reasons.length).toBeGreaterThan(0);
    const named = rows.map(([, cell = ""]) => words(cell)[0]);
    for (const reason of reasons) expect(named).toContain(reason);
  });
});

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
