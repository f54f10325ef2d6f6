import { describe, expect, it } from "vitest";
import { changeSettings, getSettings } from "../../../shared/actions/organisation/settings.ts";
import {
  changePauseReason,
  createPauseReason,
  removePauseReason,
} from "../../../shared/actions/organisation/pause-reasons.ts";
import { changeTag, createTag, removeTag } from "../../../shared/actions/organisation/tags.ts";
import { listAudit } from "../../../shared/actions/organisation/audit.ts";
import { newProtocol } from "../../../shared/actions/timeline/protocol.ts";
import { createCursorSeal } from "../../../shared/adapters/cursor-seal.ts";
import { defaultSettings } from "../../../shared/contracts/settings.ts";
import type { ListedAuditRecord } from "../../../shared/contracts/audit.ts";
import { Protocol } from "../../../shared/contracts/tickets.ts";
import { FormerAgentItem } from "../../../shared/contracts/stored/shapes.ts";
import type { ActorId } from "../../../shared/contracts/ids.ts";
import { put } from "../../../shared/ports/store.ts";
import type { Time } from "../../../shared/contracts/values.ts";
import { type Desk, noon, openDesk } from "../../support/desk.ts";
import { openTickets, route, write } from "../../support/conversation.ts";
import { agentId, sectorId } from "../../support/ids.ts";
import { addQueue, admin, join, request } from "./support.ts";

const audit = async (desk: Desk, query: Partial<Parameters<typeof listAudit>[1]> = {}) => {
  const deps = { ...desk, cursors: createCursorSeal("0".repeat(64)) };
  const records: ListedAuditRecord[] = [];
  let pages = 0;
  let cursor: string | undefined;
  do {
    const page = await listAudit(deps, { limit: 3, ...query, cursor });
    records.push(...page.items);
    pages += 1;
    cursor = page.cursor ?? undefined;
  } while (cursor !== undefined);
  return { records, pages };
};

const coffee = { actor: admin, name: "Café", isWork: false, suggestedSeconds: 600 };

describe("settings", () => {
  it("are the defaults until somebody saves them, and count their versions from there", async () => {
    const desk = await openDesk();
    expect(await getSettings(desk)).toEqual(defaultSettings);
    const saved = await changeSettings(desk, { actor: admin, businessName: "Loja", expectedVersion: 0 });
    expect(saved).toEqual({ ...defaultSettings, businessName: "Loja", version: 1 });
    expect(await getSettings(desk)).toEqual(saved);
  });

  it("say nothing new: nothing is written", async () => {
    const desk = await openDesk();
    await changeSettings(desk, { actor: admin, locale: "es" });
    const before = desk.store.changes.length;
    expect((await changeSettings(desk, { actor: admin, locale: "es" })).version).toBe(1);
    expect(desk.store.changes.length).toBe(before);
  });

  it("refuse a change decided on an older version, and one that lost the race, with the current ones", async () => {
    const desk = await openDesk();
    await changeSettings(desk, { actor: admin, locale: "es" });
    const stale = changeSettings(desk, { actor: admin, locale: "en", expectedVersion: 0 });
    await expect(stale).rejects.toMatchObject({
      code: "VERSION_CONFLICT",
      details: { current: { version: 1, locale: "es" } },
    });
    const both = await Promise.allSettled([
      changeSettings(desk, { actor: admin, locale: "en" }),
      changeSettings(desk, { actor: admin, businessName: "Outra" }),
    ]);
    expect(both.map((it) => it.status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const lost = both.find((it) => it.status === "rejected");
    expect(lost?.reason).toMatchObject({ code: "VERSION_CONFLICT", details: { current: { version: 2 } } });
  });

  it("say how tickets are numbered", async () => {
    const desk = await openDesk();
    const protocol = { prefix: "LJ-", date: "yymmdd", digits: 6 } as const;
    await changeSettings(desk, { actor: admin, protocol });
    await write(desk, "wamid.P1", "oi");
    await route(desk);
    const [ticket] = await openTickets(desk);
    expect(ticket).toMatchObject({ phase: "open", protocol: expect.stringMatching(/^LJ-261123\d{6}$/) });
  });
});

describe("a protocol number", () => {
  const late = "2026-12-01T01:30:00.000Z" as Time;
  const random = { ulid: () => "", secret: () => "", digits: (count: number) => "7".repeat(count) };
  const made = (date: "yyyymmdd" | "yymmdd" | "none", prefix = "") =>
    newProtocol(random, late, { protocol: { prefix, date, digits: 8 }, timeZone: "America/Sao_Paulo" });

  it("carries the day of the business, not of Greenwich", () => {
    expect(made("yyyymmdd")).toBe("2026113077777777");
    expect(made("yymmdd", "AB")).toBe("AB26113077777777");
    expect(made("none")).toBe("77777777");
  });

  it("is always one that the timeline takes", () => {
    for (const date of ["yyyymmdd", "yymmdd", "none"] as const) {
      for (const digits of [6, 10]) {
        for (const prefix of ["", "ABCDEFGH", "A-1"]) {
          const settings = { protocol: { prefix, date, digits }, timeZone: "America/Sao_Paulo" };
          expect(Protocol.safeParse(newProtocol(random, late, settings)).success).toBe(true);
        }
      }
    }
  });
});

describe("pause reasons and tags", () => {
  it("are made, changed and removed, and a key made twenty times over makes one", async () => {
    const desk = await openDesk();
    const again = request("key-1", { name: "Café" });
    const made = await Promise.all(Array.from({ length: 20 }, () => createPauseReason(desk, again, coffee)));
    expect(new Set(made.map((it) => it.id)).size).toBe(1);
    expect((await audit(desk)).records).toHaveLength(1);
    const other = createPauseReason(desk, request("key-1", { name: "Almoço" }), {
      ...coffee,
      name: "Almoço",
    });
    await expect(other).rejects.toMatchObject({ code: "IDEMPOTENCY_MISMATCH" });
    const id = made[0]?.id;
    if (id === undefined) throw new Error("none was made");
    const changed = await changePauseReason(desk, { actor: admin, pauseReasonId: id, isWork: true });
    expect(changed).toMatchObject({ version: 2, isWork: true, name: "Café" });
    await removePauseReason(desk, { actor: admin, pauseReasonId: id });
    const gone = removePauseReason(desk, { actor: admin, pauseReasonId: id });
    await expect(gone).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("of a sector that is another's are as if they were not there", async () => {
    const desk = await openDesk();
    const supervisor = await join(desk, "S", { role: "supervisor" });
    const tag = await createTag(desk, request(), { actor: admin, sectorId, name: "Troca" });
    const input = { actor: supervisor, tagId: tag.id };
    const notFound = { code: "NOT_FOUND", details: {} };
    await expect(changeTag(desk, { ...input, name: "x" })).rejects.toMatchObject(notFound);
    await expect(removeTag(desk, input)).rejects.toMatchObject(notFound);
    const create = createTag(desk, request(), { actor: supervisor, sectorId, name: "x" });
    await expect(create).rejects.toMatchObject(notFound);
    const own = { ...supervisor, sectorIds: [sectorId] };
    expect(await changeTag(desk, { actor: own, tagId: tag.id, name: "Devolução" })).toMatchObject({
      version: 2,
      name: "Devolução",
    });
    await removeTag(desk, { actor: own, tagId: tag.id });
  });
});

describe("the audit", () => {
  it("tells newest first who changed what, over months and pages, filtered", async () => {
    const desk = await openDesk();
    for (let month = 0; month < 4; month += 1) {
      await createPauseReason(desk, request(), { ...coffee, name: `Pausa ${month}` });
      await addQueue(desk, `Fila ${month}`);
      desk.pass(20 * 86_400);
    }
    const all = await audit(desk);
    expect(all.records).toHaveLength(8);
    expect(all.pages).toBeGreaterThan(2);
    expect(all.records.map((it) => it.at)).toEqual(
      all.records
        .map((it) => it.at)
        .toSorted()
        .toReversed(),
    );
    const queues = await audit(desk, { kind: "queue" });
    expect(queues.records.map((it) => it.kind)).toEqual(["queue", "queue", "queue", "queue"]);
    const [newest] = queues.records;
    expect(newest).toMatchObject({
      actorId: admin.id,
      action: "created",
      before: null,
      after: { name: "Fila 3" },
    });
    const one = await audit(desk, { resourceId: newest?.resourceId ?? "" });
    expect(one.records).toEqual([newest]);
    const between = { from: "2026-12-01T00:00:00.000Z" as Time, to: "2027-01-10T00:00:00.000Z" as Time };
    const some = await audit(desk, between);
    expect(some.records.length).toBe(4);
    expect(some.records.every((it) => between.from <= it.at && it.at <= between.to)).toBe(true);
    const far = audit(desk, { from: "2020-01-01T00:00:00.000Z" as Time });
    await expect(far).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  it("names who acted: people also once they are gone, keys while they are there", async () => {
    const desk = await openDesk();
    const boss = await join(desk, "B", { role: "admin", name: "Bia" });
    const former = { agentId: agentId("F"), name: "Fábio", removedAt: noon };
    await desk.store.commit([put("former agent", FormerAgentItem, former)]);
    const reason = (id: ActorId, name: string) =>
      createPauseReason(desk, request(), { ...coffee, name, actor: { ...boss, id } });
    await reason(boss.id, "Um");
    await reason(former.agentId, "Dois");
    await reason("key_01HZZZZZZZZZZZZZZZZZZZZZZZ" as ActorId, "Três");
    const { records } = await audit(desk, { kind: "pause-reason" });
    const names = records.map(({ after, actorName }) => [(after as { name: string }).name, actorName]);
    expect(Object.fromEntries(names)).toEqual({ Um: "Bia", Dois: "Fábio", Três: null });
  });
});
