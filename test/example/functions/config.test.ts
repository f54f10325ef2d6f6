import { describe, expect, it } from "vitest";
import * as z from "zod";
import { createConfigHandler } from "../../../functions/api/config-handler.ts";
import { sectorRoutes } from "../../../shared/contracts/routes/sectors.ts";
import { settingsRoutes } from "../../../shared/contracts/routes/settings.ts";
import { openDesk } from "../../support/desk.ts";
import { agents, queueId, sectorId, tags } from "../../support/ids.ts";
import { join } from "../organisation/support.ts";
import { claims, context, restEvent } from "./fixtures.ts";

const routes = { ...settingsRoutes, ...sectorRoutes };

interface Asked {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, readonly string[]>>;
  readonly body?: unknown;
  readonly key?: string;
}

/** A desk behind its handler, and how to ask it as somebody. */
async function opened() {
  const desk = await openDesk();
  const boss = await join(desk, "A", { role: "admin" });
  desk.pass(10);
  const handler = createConfigHandler(desk);
  const ask = async (name: keyof typeof routes, asked: Asked = {}, username: string = boss.id) => {
    const { method, path } = routes[name];
    const event = restEvent(method, path, {
      claims: claims({ username, authTime: (Date.parse(desk.clock.now()) / 1_000).toString() }),
      ...(asked.params === undefined ? {} : { params: asked.params }),
      ...(asked.query === undefined ? {} : { query: asked.query }),
      ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
      headers: asked.key === undefined ? {} : { "Idempotency-Key": asked.key },
    });
    const { statusCode, body } = await handler(event, context);
    return { status: statusCode, body: body === "" ? undefined : (JSON.parse(body) as never) };
  };
  return { desk, ask };
}

const Made = z.looseObject({ id: z.string() });

describe("the routes of the organisation", () => {
  it("are all served to an administrator, as their contracts say", async () => {
    const { ask } = await opened();
    const served = new Set<string>();
    const ok = async (name: keyof typeof routes, asked: Asked = {}): Promise<unknown> => {
      served.add(name);
      const { status, body } = await ask(name, asked);
      expect([name, status, body]).toEqual([name, routes[name].status, body]);
      return body;
    };
    await ok("getSettings");
    await ok("changeSettings", { body: { businessName: "Loja", expectedVersion: 0 } });
    const holidays = z
      .looseObject({ items: z.array(z.unknown()) })
      .parse(await ok("listHolidays", { query: { year: ["2026"] } }));
    expect(holidays.items).toHaveLength(10);
    const pause = Made.parse(await ok("createPauseReason", { body: { name: "Café", isWork: false } }));
    await ok("listPauseReasons");
    await ok("changePauseReason", { params: { pauseReasonId: pause.id }, body: { isWork: true } });
    await ok("removePauseReason", { params: { pauseReasonId: pause.id } });
    const { sector, queue } = z
      .looseObject({ sector: Made, queue: Made })
      .parse(
        await ok("createSector", { body: { name: "Suporte", ticketLimit: 3, queue: { name: "Fila" } } }),
      );
    const ofSector = { params: { sectorId: sector.id } };
    await ok("listSectors");
    await ok("getSector", ofSector);
    await ok("changeSector", { ...ofSector, body: { survey: true, expectedVersion: 1 } });
    const second = Made.parse(await ok("createQueue", { ...ofSector, body: { name: "Segunda" } }));
    const ofQueue = { params: { queueId: second.id } };
    await ok("listQueues", ofSector);
    await ok("changeQueue", { ...ofQueue, body: { greeting: "Olá!" } });
    await ok("setQueueAgents", { ...ofQueue, body: { agentIds: [agents[0]] } });
    expect(await ok("getQueue", ofQueue)).toMatchObject({ greeting: "Olá!", agentIds: [agents[0]] });
    const tag = Made.parse(await ok("createTag", { ...ofSector, body: { name: "Troca" } }));
    await ok("listTags", ofSector);
    await ok("changeTag", { params: { tagId: tag.id }, body: { name: "Devolução" } });
    await ok("removeTag", { params: { tagId: tag.id } });
    // Emptied at once; the sweep takes the records away when nobody can remember them any more.
    expect(await ok("removeQueue", ofQueue)).toEqual({ tickets: [], removed: false });
    const transfer = { query: { transferTo: [queueId] } };
    expect(await ok("removeSector", { ...ofSector, ...transfer })).toEqual({ tickets: [], removed: false });
    expect(await ok("getQueue", { params: { queueId: queue.id } })).toMatchObject({ agentIds: [] });
    const { items } = z
      .looseObject({ items: z.array(z.looseObject({ kind: z.string() })) })
      .parse(await ok("listAudit", { query: { limit: ["100"] } }));
    expect(new Set(items.map((it) => it.kind))).toEqual(
      new Set(["settings", "pause-reason", "sector", "queue", "tag"]),
    );
    const all = Object.entries(routes).filter(([, route]) => route.function === "api-config");
    expect([...served].toSorted()).toEqual(all.map(([name]) => name).toSorted());
  });

  it("tell somebody of another sector what they tell of nothing", async () => {
    const { desk, ask } = await opened();
    const { id } = await join(desk, "S", { role: "supervisor", sectorIds: [] });
    const nothing = (text: string) => `${text.slice(0, -1)}Z`;
    const asked: readonly (readonly [keyof typeof routes, string, string, unknown?])[] = [
      ["getSector", "sectorId", sectorId],
      ["changeSector", "sectorId", sectorId, { name: "x" }],
      ["listQueues", "sectorId", sectorId],
      ["createQueue", "sectorId", sectorId, { name: "x" }],
      ["getQueue", "queueId", queueId],
      ["changeQueue", "queueId", queueId, { name: "x" }],
      ["setQueueAgents", "queueId", queueId, { agentIds: [] }],
      ["removeQueue", "queueId", queueId],
      ["listTags", "sectorId", sectorId],
      ["createTag", "sectorId", sectorId, { name: "x" }],
      ["changeTag", "tagId", tags[0], { name: "x" }],
      ["removeTag", "tagId", tags[0]],
    ];
    // The key that seals cursors is made by the first list.
    await ask("listSectors");
    const before = desk.store.changes.length;
    for (const [name, param, own, body] of asked) {
      const foreign = await ask(name, { params: { [param]: own }, body }, id);
      const missing = await ask(name, { params: { [param]: nothing(own) }, body }, id);
      expect([name, foreign.status]).toEqual([name, 404]);
      expect(foreign).toEqual(missing);
    }
    for (const name of ["getSettings", "listAudit", "createSector"] as const) {
      const body = name === "createSector" ? { name: "x", ticketLimit: 1, queue: { name: "x" } } : undefined;
      expect((await ask(name, { body }, id)).status).toBe(403);
    }
    expect(desk.store.changes.length).toBe(before);
  });

  it("make one sector of twenty equal requests under one key", async () => {
    const { ask } = await opened();
    const body = { name: "Suporte", ticketLimit: 3, queue: { name: "Fila" } };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => ask("createSector", { body, key: "sector-key-1" })),
    );
    expect(new Set(answers.map((it) => JSON.stringify(it))).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
    const other = await ask("createSector", { body: { ...body, name: "Outro" }, key: "sector-key-1" });
    expect(other).toMatchObject({ status: 409, body: { error: { code: "IDEMPOTENCY_MISMATCH" } } });
  });

  it("answer a stale change with the record as it is", async () => {
    const { ask } = await opened();
    const ofQueue = { params: { queueId } };
    await ask("changeQueue", { ...ofQueue, body: { name: "Nova" } });
    const stale = await ask("changeQueue", { ...ofQueue, body: { name: "Velha", expectedVersion: 1 } });
    expect(stale).toMatchObject({
      status: 409,
      body: { error: { code: "VERSION_CONFLICT", details: { current: { name: "Nova", version: 2 } } } },
    });
  });
});
