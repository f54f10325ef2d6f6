import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AgentSocket, openSocket } from "./support/agent-socket.ts";
import { type Person, type Shop, goOnline, invite, openShop } from "./support/shop.ts";
import { type Scene, openScene } from "./support/scene.ts";
import { OpenTicketItem, SeatItem } from "../../shared/contracts/stored/shapes.ts";
import { headOf, reply, ticketOf, timeline } from "./support/conversation.ts";
import { keys, places } from "../../shared/contracts/stored/keys.ts";
import { ApiError } from "../../local/stack/api-client.ts";
import type { RequestOf } from "../../local/stack/api-client.ts";
import type { TicketId } from "../../shared/contracts/ids.ts";
import { inParallel } from "./support/parallel.ts";
import { lineOf } from "./support/stream.ts";
import { until } from "./support/until.ts";

/** The shop's queue is manual; the other shop's is routed. Bia serves both. */
let scene: Scene;
let shop: Shop;
let other: Shop;
let ana: Person;
let bia: Person;
let boss: Person;

beforeAll(async () => {
  scene = await openScene();
  [ana, bia] = [await invite(scene, { role: "agent" }), await invite(scene, { role: "agent" })];
  shop = await openShop(scene, { routing: "manual", limit: 200, agents: [ana, bia] });
  other = await openShop(scene, { limit: 200, agents: [bia] });
  boss = await invite(scene, { role: "supervisor", sectorIds: [shop.sector.id] });
  for (const person of [ana, bia]) await goOnline(scene, person, shop.channel.id);
  // Functions remember the organisation for five seconds.
  scene.clock.advance(6_000);
});

afterAll(() => scene?.close());

type Body<Name extends "transferTicket" | "bulkTickets"> =
  RequestOf<Name> extends { body: infer B } ? B : never;

const transfer = (by: Person, ticketId: TicketId, body: Body<"transferTicket">) =>
  scene.api.call("transferTicket", { params: { ticketId }, body }, { token: by.token });
const toAgent = (to: Person) => ({ kind: "agent" as const, agentId: to.id, queueId: shop.queue.id });

/** How a call ended: `done`, or the code of its refusal. */
const outcome = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "done",
    (error: unknown) => {
      if (error instanceof ApiError) return error.code ?? `${error.status}`;
      throw error;
    },
  );

/** A ticket of the shop that Ana took. */
async function held(): Promise<TicketId> {
  const customer = shop.customer();
  await customer.send.text("oi");
  const { id } = await ticketOf(scene, shop, customer.waId, "waiting");
  await scene.api.call("takeTicket", { params: { ticketId: id }, body: {} }, { token: ana.token });
  return id;
}

const sinceTaken = async (ticketId: TicketId): Promise<readonly string[]> =>
  (await timeline(scene, ticketId)).map((entry) => entry.type).slice(4);

/** Invariant c as the table holds it: each seat of the shop counts the open tickets of its agent there. */
async function expectLoads(): Promise<void> {
  const { store } = scene.operator;
  for (const { id } of [ana, bia]) {
    const open = await store.find(1, { pk: places.open(id), limit: 1_000 });
    const heads = await Promise.all(open.pointers.map(({ pk }) => headOf(scene, pk.slice(7) as TicketId)));
    const own = heads.filter((head) => head.phase === "open" && head.sectorId === shop.sector.id);
    expect((await store.get(SeatItem, keys.seat(shop.sector.id, id)))?.load).toBe(own.length);
  }
}

describe("a ticket that is sent on", () => {
  let sockets: readonly [AgentSocket, AgentSocket];
  beforeAll(async () => {
    sockets = [await openSocket(scene, ana.token), await openSocket(scene, bia.token)];
  });
  afterAll(() => Promise.all(sockets.map((socket) => socket.close())));

  test("to an agent is theirs, with the note and what was said, and the contact hears from them", async () => {
    const ticketId = await held();
    await transfer(ana, ticketId, { to: toAgent(bia), note: "é cliente sua" });
    const [anas, bias] = sockets;
    const is = (it: { ticketId: string; list: string; change: string }, change: string) =>
      it.ticketId === ticketId && it.list === "open" && it.change === change;
    await anas.message("ticket", (it) => is(it, "left"));
    const entered = await bias.message("ticket", (it) => is(it, "entered"));
    expect(entered.entries.at(-1)).toMatchObject({ type: "transferred", note: "é cliente sua" });
    expect((await reply(scene, bia, ticketId, "Oi, sou a Bia")).by).toEqual({
      kind: "agent",
      agentId: bia.id,
    });
    expect(await outcome(reply(scene, ana, ticketId, "ainda eu"))).toBe("NOT_ASSIGNEE");
  });

  test("to a queue of another sector is routed there, without the tags it had", async () => {
    const ticketId = await held();
    const call = { params: { ticketId }, body: { tagIds: [shop.tag.id] } };
    await scene.api.call("setTags", call, { token: ana.token });
    const unattended = { to: { kind: "queue" as const, queueId: other.queue.id } };
    await transfer(ana, ticketId, unattended);
    const routed = await until("Bia gets it", async () => {
      const head = await headOf(scene, ticketId);
      return head.phase === "open" && head.sectorId === other.sector.id && head;
    });
    expect(routed).toMatchObject({ agentId: bia.id, queueId: other.queue.id, tagIds: [] });
    expect(await sinceTaken(ticketId)).toEqual(["tagged", "requeued", "assigned"]);
    expect(await outcome(scene.api.call("getTicket", { params: { ticketId } }, { token: ana.token }))).toBe(
      "NOT_FOUND",
    );
    const read = sockets[1].message("entry", (it) => it.ticketId === ticketId && it.entry.type === "marked");
    await scene.api.call("markRead", { params: { ticketId }, body: {} }, { token: bia.token });
    expect((await read).head).toMatchObject({ unread: 0 });
  });

  test("must be confirmed where nobody is, and forced where there is no room", async () => {
    const ticketId = await held();
    const carla = await invite(scene, { role: "agent", queueIds: [shop.queue.id] });
    expect(await outcome(transfer(ana, ticketId, { to: toAgent(carla) }))).toBe("AGENT_NOT_AVAILABLE");
    const limits = { [shop.sector.id]: 0 };
    await scene.api.call(
      "changeAgent",
      { params: { agentId: carla.id }, body: { limits } },
      { token: scene.admin },
    );
    const confirmed = { to: toAgent(carla), confirmed: true };
    expect(await outcome(transfer(ana, ticketId, confirmed))).toBe("AGENT_AT_LIMIT");
    expect(await outcome(transfer(ana, ticketId, { ...confirmed, force: true }))).toBe("FORBIDDEN");
    expect(await outcome(transfer(boss, ticketId, { ...confirmed, force: true }))).toBe("done");
    expect((await timeline(scene, ticketId)).at(-1)).toMatchObject({ type: "transferred", forced: true });
    const lonely = await openShop(scene);
    const away = { to: { kind: "sector" as const, sectorId: lonely.sector.id } };
    expect(await outcome(transfer(boss, ticketId, away))).toBe("QUEUE_UNATTENDED");
    expect(await outcome(transfer(boss, ticketId, { ...away, confirmed: true }))).toBe("done");
    expect(await headOf(scene, ticketId)).toMatchObject({ phase: "waiting", queueId: lonely.queue.id });
  });
});

test("a ticket is not sent where it is closed, nor into a line that is full", async () => {
  const ticketId = await held();
  const night = await openShop(scene, { agents: [bia] });
  const asAdmin: Scene["api"]["call"] = (name, request) =>
    scene.api.call(name, request, { token: scene.admin });
  const queueId = night.queue.id;
  const to = { kind: "queue" as const, queueId };
  const outcomes = async (): Promise<readonly string[]> => [
    await outcome(transfer(ana, ticketId, { to, confirmed: true })),
    await outcome(transfer(ana, ticketId, { to: { kind: "sector", sectorId: night.sector.id } })),
  ];
  const outOfHours = { kind: "refuse" as const, text: "Abrimos na segunda." };
  const hours = { timeZone: "America/Sao_Paulo" as const, weekly: {}, special: [] };
  const params = { sectorId: night.sector.id };
  await asAdmin("changeSector", { params, body: { hours, outOfHours } });
  scene.clock.advance(6_000);
  expect(await outcomes()).toEqual(["SECTOR_CLOSED", "SECTOR_CLOSED"]);
  await asAdmin("changeSector", { params, body: { hours: null } });
  await asAdmin("changeQueue", { params: { queueId }, body: { waitingCap: 1 } });
  scene.clock.advance(6_000);
  const customer = night.customer();
  await customer.send.text("oi");
  await ticketOf(scene, night, customer.waId, "waiting");
  expect(await outcomes()).toEqual(["QUEUE_FULL", "QUEUE_FULL"]);
  expect(await sinceTaken(ticketId)).toEqual([]);
});

test("marked unread by hand it counts as unanswered, until it is marked read", async () => {
  const ticketId = await held();
  const call = { params: { ticketId }, body: {} };
  const mark = async (how: "markRead" | "markUnread", { token }: Person): Promise<unknown> => {
    const { phase, ...head } = await scene.api.call(how, call, { token });
    return "unread" in head && head.unread;
  };
  expect(await mark("markRead", ana)).toBe(0);
  expect(await mark("markUnread", ana)).toBe(1);
  expect(await mark("markUnread", ana)).toBe(1);
  expect(await outcome(mark("markRead", bia))).toBe("NOT_ASSIGNEE");
  expect(await mark("markRead", ana)).toBe(0);
  const entries = await timeline(scene, ticketId);
  expect(entries.flatMap((it) => (it.type === "marked" ? it.unread : []))).toEqual([false, true, false]);
});

test("several at once: each has its own result, and those that are refused hold nobody up", async () => {
  const [first, closed, stale, last] = [await held(), await held(), await held(), await held()];
  const close = { params: { ticketId: closed }, body: { tagIds: [shop.tag.id] } };
  await scene.api.call("closeTicket", close, { token: ana.token });
  const rui = other.customer("Rui");
  await rui.send.text("oi");
  const { id: foreign } = await ticketOf(scene, other, rui.waId, "waiting");
  const ids = [first, closed, foreign, stale, last];
  const tickets = ids.map((ticketId) => ({ ticketId, ...(ticketId === stale && { expectedVersion: 1 }) }));
  const results = async (body: Body<"bulkTickets">): Promise<readonly (string | null)[]> =>
    (await scene.api.call("bulkTickets", { body }, { token: ana.token })).results.map(({ code }) => code);
  const codes = [null, "TICKET_CLOSED", "NOT_FOUND", "VERSION_CONFLICT", null];
  expect(await results({ action: "transfer", tickets, to: toAgent(bia) })).toEqual(codes);
  const heads = await Promise.all(ids.map((id) => headOf(scene, id)));
  expect(heads.map(({ phase }) => phase)).toEqual(["open", "closed", "waiting", "open", "open"]);
  // What is Bia's now, Ana does not hold; and without a tag none is closed.
  const own = [stale, last].map((ticketId) => ({ ticketId }));
  const refused = ["TAGS_REQUIRED", "NOT_ASSIGNEE"];
  expect(await results({ action: "close", tickets: own })).toEqual(refused);
  const tagged = { action: "close" as const, tickets: own, tagIds: [shop.tag.id] };
  expect(await results(tagged)).toEqual([null, "NOT_ASSIGNEE"]);
  await expectLoads();
});

test("notes are left once, and closing without tags keeps those that were set", async () => {
  const ticketId = await held();
  const note = { params: { ticketId }, body: { text: "pediu segunda via" } };
  for (const _ of [1, 2])
    await scene.api.call("addNote", note, { token: boss.token, idempotencyKey: `nota-${ticketId}` });
  const tags = { params: { ticketId }, body: { tagIds: [shop.tag.id] } };
  await scene.api.call("setTags", tags, { token: boss.token });
  const closed = await scene.api.call(
    "closeTicket",
    { params: { ticketId }, body: {} },
    { token: ana.token },
  );
  expect(closed).toMatchObject({ phase: "closed", tagIds: [shop.tag.id] });
  expect(await sinceTaken(ticketId)).toEqual(["note", "tagged", "closed"]);
});

describe("races, 20 runs each", () => {
  const runs = 20;

  test("a transfer against a close: one of them happens, and the other decides on what is then", async () => {
    const ids = await inParallel(4, Array.from({ length: runs }), held);
    for (const [index, ticketId] of ids.entries()) {
      const close = { params: { ticketId }, body: { tagIds: [shop.tag.id] } };
      const to = index % 2 === 0 ? toAgent(bia) : { kind: "queue" as const, queueId: shop.queue.id };
      const [closing, sending] = await Promise.all([
        outcome(scene.api.call("closeTicket", close, { token: ana.token })),
        outcome(transfer(boss, ticketId, { to })),
      ]);
      const head = await headOf(scene, ticketId);
      const last = (await sinceTaken(ticketId)).join();
      const lock = await scene.operator.store.get(
        OpenTicketItem,
        keys.openTicket(head.contactId, head.channelId),
      );
      expect([closing, sending, head.phase, last, lock?.ticketId]).toEqual(
        head.phase === "closed"
          ? ["done", "TICKET_CLOSED", "closed", "closed", undefined]
          : index % 2 === 0
            ? ["NOT_ASSIGNEE", "done", "open", "transferred", ticketId]
            : ["NOT_ASSIGNEE", "done", "waiting", "requeued", ticketId],
      );
      expect((await lineOf(scene, shop)).includes(ticketId)).toBe(head.phase === "waiting");
    }
    await expectLoads();
  });

  test("two supervisors transfer the same tickets: each changes once", async () => {
    const ids = await inParallel(4, Array.from({ length: runs }), held);
    const chief = await invite(scene, { role: "supervisor", sectorIds: [shop.sector.id] });
    const bulk = (person: Person, body: Body<"bulkTickets">) =>
      scene.api.call("bulkTickets", { body }, { token: person.token });
    const tickets = ids.map((ticketId) => ({ ticketId }));
    const same = { action: "transfer" as const, tickets, to: toAgent(bia) };
    const answers = await Promise.all([bulk(boss, same), bulk(chief, same)]);
    for (const { results } of answers)
      expect(results).toEqual(ids.map((ticketId) => ({ ticketId, ok: true, code: null })));
    for (const ticketId of ids) expect(await sinceTaken(ticketId)).toEqual(["transferred"]);

    const seen = await Promise.all(
      ids.map(async (ticketId) => ({ ticketId, expectedVersion: (await headOf(scene, ticketId)).version })),
    );
    const [back, away] = await Promise.all([
      bulk(boss, { ...same, tickets: seen, to: toAgent(ana) }),
      bulk(chief, { ...same, tickets: seen, to: { kind: "queue", queueId: shop.queue.id } }),
    ]);
    for (const [index, ticketId] of ids.entries()) {
      const codes = [back.results[index]?.code, away.results[index]?.code];
      expect(codes.filter((code) => code === null)).toHaveLength(1);
      expect(codes).toContain("VERSION_CONFLICT");
      expect(await sinceTaken(ticketId)).toHaveLength(2);
    }
    const closing = { action: "close" as const, tickets, tagIds: [shop.tag.id] };
    const closed = await Promise.all([bulk(boss, closing), bulk(chief, closing)]);
    for (const [index] of ids.entries()) {
      const codes = closed.map(({ results }) => results[index]?.code);
      expect(new Set(codes)).toEqual(new Set(["TICKET_CLOSED", null]));
    }
    await expectLoads();
  });
});
