import { describe, expect, it } from "vitest";
import { type CheckChannelDeps, checkChannel } from "../../../shared/actions/channels/check-channel.ts";
import { createSightings } from "../../../shared/actions/intake/sightings.ts";
import type { GraphAnswer, NumberFacts, Subscription } from "../../../shared/ports/numbers.ts";
import { NumberSeenItem } from "../../../shared/contracts/stored/shapes.ts";
import { keys } from "../../../shared/contracts/stored/keys.ts";
import { StoreBusy } from "../../../shared/ports/store.ts";
import { type Desk, noon, openDesk } from "../../support/desk.ts";
import { channelId } from "../../support/ids.ts";

const facts: NumberFacts = { displayNumber: "+55 11 3000-0000", verifiedName: "Loja", quality: "GREEN" };
const app: Subscription = { app: "Balcão", callbackUrl: null };
const ok = <Value>(value: Value): GraphAnswer<Value> => ({ kind: "ok", value });
const refused = (code: number): GraphAnswer<never> => ({ kind: "refused", code, detail: "said Meta" });
const silence: GraphAnswer<never> = { kind: "unknown", detail: "TimeoutError" };

async function check(
  options: {
    readonly number?: GraphAnswer<NumberFacts>;
    readonly subscriptions?: GraphAnswer<readonly Subscription[]>;
    readonly before?: (desk: Desk) => unknown;
  } = {},
) {
  const desk = await openDesk();
  await options.before?.(desk);
  const asked: unknown[] = [];
  const numbers: CheckChannelDeps["numbers"] = {
    number: async (...question) => {
      asked.push(question);
      return options.number ?? ok(facts);
    },
    subscriptions: async (...question) => {
      asked.push(question);
      return options.subscriptions ?? ok([app]);
    },
  };
  const report = await checkChannel({ ...desk, numbers }, { channelId });
  const of = (name: string) => report.checks.find((it) => it.check === name);
  return { ...report, asked, of, results: report.checks.map((it) => `${it.check} ${it.result}`) };
}

describe("the check of a number", () => {
  it("finds nothing wrong, with the channel's ids and token", async () => {
    const report = await check({
      before: (desk) => createSightings(desk).note(desk.channel.phoneNumberId),
    });
    expect(report).toMatchObject({ ok: true, checkedAt: noon });
    expect(report.results).toEqual([
      "secrets ok",
      "token ok",
      "number ok",
      "subscription ok",
      "last-event ok",
    ]);
    expect(report.asked).toEqual([
      ["700200", "a token"],
      ["900100", "a token"],
    ]);
    expect(report.of("number")?.detail).toContain("“Loja”");
    expect(JSON.stringify(report.checks)).not.toContain("a token");
  });

  it("says that secrets are missing, and asks Meta nothing without them", async () => {
    const report = await check({ before: (desk) => desk.kept.delete(channelId) });
    expect(report.ok).toBe(false);
    expect(report.results).toEqual([
      "secrets problem",
      "token unknown",
      "number unknown",
      "subscription unknown",
      "last-event unknown",
    ]);
    expect(report.asked).toEqual([]);
    expect(report.of("secrets")?.detail).toContain("PATCH");
  });

  it.each([
    ["an expired token", refused(190), "token problem", "number unknown"],
    ["a token without the permission", refused(200), "token problem", "number unknown"],
    ["a token without the capability", refused(10), "token problem", "number unknown"],
    ["a number the token does not see", refused(100), "token ok", "number problem"],
    ["too many questions", refused(80_007), "token unknown", "number unknown"],
    ["trouble at Meta's", refused(131_016), "token unknown", "number unknown"],
    ["silence", silence, "token unknown", "number unknown"],
    [
      "another number under the id",
      ok({ ...facts, displayNumber: "+55 11 3000-9999" }),
      "token ok",
      "number problem",
    ],
    ["a number in bad repute", ok({ ...facts, quality: "RED" }), "token ok", "number ok"],
    [
      "a number of which little is told",
      ok({ ...facts, verifiedName: null, quality: null }),
      "token ok",
      "number ok",
    ],
  ])("tells %s", async (_, number, token, itself) => {
    const report = await check({ number });
    expect(report.results.slice(1, 3)).toEqual([token, itself]);
    expect(report.ok).toBe(!`${token}${itself}`.includes("problem"));
  });

  it.each([
    ["no app", ok([]), "problem", "POST /900100/subscribed_apps"],
    ["an app elsewhere", ok([{ ...app, callbackUrl: "https://a.test/hook" }]), "ok", "https://a.test/hook"],
    ["an account the token does not see", refused(100), "problem", "900100"],
    ["a token without the permission", refused(200), "problem", "whatsapp_business_management"],
    ["an expired token", refused(190), "unknown", "token comes first"],
    ["silence", silence, "unknown", "TimeoutError"],
  ] as const)("tells of the subscription: %s", async (_, subscriptions, result, words) => {
    const subscription = (await check({ subscriptions })).of("subscription");
    expect(subscription).toMatchObject({ result });
    expect(subscription?.detail).toContain(words);
  });

  it("tells when the last event arrived, as far as it is a sign", async () => {
    const never = await check();
    expect(never.of("last-event")).toMatchObject({ result: "unknown" });
    expect(never.ok).toBe(true);
    const old = await check({
      before: async (desk) => {
        await createSightings(desk).note(desk.channel.phoneNumberId);
        desk.pass(8 * 86_400);
      },
    });
    expect(old.of("last-event")?.result).toBe("unknown");
    expect(old.of("last-event")?.detail).toContain(noon);
  });
});

describe("sightings", () => {
  it("are written at most once an hour and number", async () => {
    const desk = await openDesk();
    const sightings = createSightings(desk);
    const before = desk.store.changes.length;
    await sightings.note("700200");
    desk.pass(3_599);
    await sightings.note("700200");
    await sightings.note("700201");
    expect(desk.store.changes.length - before).toBe(2);
    desk.pass(1);
    await sightings.note("700200");
    expect(desk.store.changes.length - before).toBe(3);
    expect(await desk.store.get(NumberSeenItem, keys.numberSeen("700200"))).toEqual({
      phoneNumberId: "700200",
      at: desk.clock.now(),
    });
  });

  it("are given up while the store is busy, and tried again", async () => {
    const desk = await openDesk();
    let busy = true;
    const warnings: string[] = [];
    const store = Object.assign(Object.create(desk.store) as typeof desk.store, {
      commit: async (changes: Parameters<typeof desk.store.commit>[0]) => {
        if (busy) throw new StoreBusy();
        return desk.store.commit(changes);
      },
    });
    const log = { ...desk.log, warn: (message: string) => void warnings.push(message) };
    const sightings = createSightings({ ...desk, store, log });
    await sightings.note("700200");
    expect(warnings).toHaveLength(1);
    busy = false;
    await sightings.note("700200");
    expect(await desk.store.get(NumberSeenItem, keys.numberSeen("700200"))).toBeDefined();
  });
});
