import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ApiError } from "../../local/stack/api-client.ts";
import type { Customer } from "../../local/whatsapp/customer.ts";
import type { TicketId } from "../../shared/contracts/ids.ts";
import type { Ticket } from "../../shared/contracts/tickets.ts";
import { headOf } from "./support/conversation.ts";
import { inParallel } from "./support/parallel.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { goOnline, invite, openShop, type Person, type Shop } from "./support/shop.ts";
import { assignments, lineOf, placesTaken } from "./support/stream.ts";
import { until } from "./support/until.ts";
import { heard, ticketOf } from "./support/conversation.ts";
import { about, lastChange, post, textMessage } from "./support/webhook.ts";

let scene: Scene;
let agents: readonly Person[];

beforeAll(async () => {
  scene = await openScene();
  agents = await inParallel(5, [1, 2, 3, 4, 5], () => invite(scene, { role: "agent" }));
});

afterAll(() => scene?.close());

/** A shop, and the number of the table's last change before it was there. */
type Round = Shop & { readonly opened: bigint };

/** A shop of its own with all five agents online. */
async function openRound(options: { readonly limit: number; readonly routing?: "manual" }): Promise<Round> {
  const opened = await lastChange(scene);
  const shop = { ...(await openShop(scene, { ...options, agents })), opened };
  // One after the other: presence writes all of a person's seats, and a race here is not the one to look at.
  for (const agent of agents) await goOnline(scene, agent, shop.channel.id);
  // Functions remember the organisation for five seconds: now every one of them knows the new shop.
  scene.clock.advance(6_000);
  return shop;
}

/** Forty people write, sixteen at a time. */
async function crowd(shop: Shop, count: number): Promise<readonly Customer[]> {
  const people = Array.from({ length: count }, () => shop.customer());
  await inParallel(16, people, (customer) => customer.send.text("oi"));
  return people;
}

/** A list of the shop's tickets, whole: pages may be short, or empty, although more follow. */
async function listed(shop: Shop, list: "open" | "waiting"): Promise<readonly Ticket[]> {
  const found: Ticket[] = [];
  let cursor: string | null | undefined;
  do {
    const query = { list, channelId: shop.channel.id, limit: 100, ...(cursor == null ? {} : { cursor }) };
    const page = await scene.api.call("listTickets", { query }, { token: scene.admin });
    found.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== null);
  return found;
}

describe("40 tickets at concurrency 16 for 5 agents with room for 2 each", () => {
  const rounds = Array.from({ length: 20 }, (_, index) => index + 1);
  let last: Round;

  test.each(rounds)("run %i of 20: 10 open, 30 waiting, in order", async () => {
    const shop = await openRound({ limit: 2 });
    last = shop;
    await crowd(shop, 40);
    await until("40 came and 10 are served", async () => {
      const came = await placesTaken(scene, shop, shop.opened);
      return came.length === 40 && (await assignments(scene, shop, shop.opened)).length === 10;
    });
    await scene.settled();
    const waiting = await lineOf(scene, shop);
    expect(waiting).toHaveLength(30);
    const open = await listed(shop, "open");
    expect(open).toHaveLength(10);
    expect(new Set(open.map((ticket) => ticket.phase === "open" && ticket.agentId)).size).toBe(5);
    for (const { id } of agents) {
      expect(open.filter((ticket) => ticket.phase === "open" && ticket.agentId === id)).toHaveLength(2);
    }
    // The API shows the line in the order in which it will be served: by time of queueing.
    const inLine = await listed(shop, "waiting");
    expect(inLine.map(({ id }) => id)).toEqual(waiting);
    const times = inLine.map((ticket) => (ticket.phase === "waiting" ? ticket.queuedAt : ""));
    expect(times).toEqual(times.toSorted());
    // Nobody was overtaken: whoever waits though earlier in line than one who is served was not in line yet when that one
    // came, as the table's own order of writes says.
    const taken = await placesTaken(scene, shop, shop.opened);
    expect(taken).toHaveLength(40);
    const served: ReadonlySet<string> = new Set(open.map(({ id }) => id));
    for (const [at, place] of taken.entries()) {
      if (!served.has(place.ticketId)) continue;
      const overtaken = taken
        .slice(0, at)
        .filter((other) => !served.has(other.ticketId) && other.sk < place.sk);
      expect(overtaken).toEqual([]);
    }
  });

  test("closing frees room: the first in line gets it, in order, until all are served", async () => {
    const line = await lineOf(scene, last);
    expect(line).toHaveLength(30);
    const before = (await assignments(scene, last, last.opened)).length;
    const close = async (id: TicketId): Promise<void> => {
      const head = await headOf(scene, id);
      const holder = agents.find((agent) => head.phase === "open" && head.agentId === agent.id);
      const request = { params: { ticketId: id }, body: { tagIds: [last.tag.id] } };
      await scene.api.call("closeTicket", request, { token: holder?.token ?? "" });
    };
    // Ten one by one: each time exactly the first in line enters, with the agent who got room.
    for (let step = 0; step < 10; step += 1) {
      const [oldest] = await listed(last, "open");
      if (oldest?.phase !== "open") throw new Error("somebody is being served");
      await close(oldest.id);
      const next = await until("the next one is served", async () => {
        const head = await headOf(scene, line[step] as TicketId);
        return head.phase === "open" && head;
      });
      expect(next.agentId).toBe(oldest.agentId);
      expect(await lineOf(scene, last)).toEqual(line.slice(step + 1));
    }
    // The others as fast as agents can close.
    await until("everybody was served", async () => {
      const open = await listed(last, "open");
      await inParallel(5, open, ({ id }) => close(id));
      return open.length === 0 && (await lineOf(scene, last)).length === 0;
    });
    await scene.settled();
    const after = (await assignments(scene, last, last.opened)).slice(before);
    expect(after).toEqual(line);
    expect(await listed(last, "open")).toEqual([]);
  });
});

test("five agents take one ticket at once: exactly one gets it, 50 rounds of 50", async () => {
  const shop = await openRound({ limit: 100, routing: "manual" });
  await crowd(shop, 50);
  const line = await until("all wait", async () => {
    const ids = await lineOf(scene, shop);
    return ids.length === 50 && ids;
  });
  let rounds = 0;
  for (const ticketId of line) {
    const outcomes = await Promise.all(
      agents.map(async ({ id, token }) => {
        try {
          const ticket = await scene.api.call("takeTicket", { params: { ticketId }, body: {} }, { token });
          return ticket.phase === "open" && ticket.agentId === id ? "mine" : "strange";
        } catch (error) {
          if (error instanceof ApiError) return `${error.status} ${error.code}`;
          throw error;
        }
      }),
    );
    const lost = "409 TICKET_NOT_WAITING";
    expect(outcomes.toSorted()).toEqual([lost, lost, lost, lost, "mine"]);
    const winner = agents[outcomes.indexOf("mine")];
    expect(await headOf(scene, ticketId)).toMatchObject({ phase: "open", agentId: winner?.id });
    rounds += 1;
  }
  expect(rounds).toBe(50);
  expect(await assignments(scene, shop, shop.opened)).toEqual(line);
});

test("the same webhook ten times at once gives one entry, 10 rounds of 10", async () => {
  const shop = await openRound({ limit: 100 });
  for (let round = 0; round < 10; round += 1) {
    const from = `551193${(1_000_000 + round).toString()}`;
    const body = about(shop, { messages: [textMessage(scene, from, `rodada ${round}`)] });
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(scene, body)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    const { id } = await ticketOf(scene, shop, from, "open");
    await scene.settled();
    expect(await heard(scene, id)).toEqual([`rodada ${round}`]);
  }
  expect(await placesTaken(scene, shop, shop.opened)).toHaveLength(10);
});
