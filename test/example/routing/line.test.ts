import { describe, expect, it } from "vitest";
import { agentAt, changeSeat } from "../../support/other-sector.ts";
import { agents, channelId } from "../../support/ids.ts";
import { another, attendLia, deskWith, headOf, lia, onlyWaiting } from "./support.ts";
import type { Desk } from "../../support/desk.ts";
import type { OutboundMessage } from "../../../shared/contracts/tickets.ts";
import { deliver, route, textMessage, timeline, waiting, write } from "../../support/conversation.ts";
import { noon } from "../../support/desk.ts";
import { places } from "../../../shared/contracts/stored/keys.ts";
import { takeTicket } from "../../../shared/actions/tickets/take-ticket.ts";
import { createAttempts } from "../../../shared/actions/sweep/attempts.ts";
import { tellPositions } from "../../../shared/actions/sweep/positions.ts";
import { viewTicket } from "../../../shared/actions/tickets/view-ticket.ts";
import type { TicketId } from "../../../shared/contracts/ids.ts";

/** What the desk itself said on a ticket. */
async function said(desk: Desk, id: TicketId): Promise<readonly OutboundMessage[]> {
  return (await timeline(desk, id)).flatMap((entry) =>
    entry.type === "message" && entry.direction === "out" ? [entry] : [],
  );
}

const saidTexts = async (desk: Desk, id: TicketId): Promise<readonly unknown[]> =>
  (await said(desk, id)).map(({ purpose, content }) => [purpose, content.type === "text" && content.text]);

/** The potentials of the desk. */
async function potentials(desk: Desk): Promise<readonly TicketId[]> {
  const { pointers } = await desk.store.find(1, { pk: places.bot(channelId), limit: 100 });
  return pointers.map(({ pk }) => pk.replace("TICKET#", "") as TicketId);
}

describe("a queue that greets", () => {
  it("does so when a contact comes into its line, and not again when they write on", async () => {
    const desk = await deskWith({ online: false }, { greeting: "Olá! Já vamos atender." });
    await write(desk, "wamid.1", "oi", lia);
    await write(desk, "wamid.2", "alguém aí?", lia);
    const { id } = await onlyWaiting(desk);
    expect(await saidTexts(desk, id)).toEqual([["queue-greeting", "Olá! Já vamos atender."]]);
  });

  it("says nothing to a message so old that nothing may be said any more", async () => {
    const desk = await deskWith({ online: false }, { greeting: "Olá!" });
    const at = "2026-11-21T12:00:00.000Z";
    await deliver(desk, {
      contacts: [{ profile: { name: "Lia" }, wa_id: lia }],
      messages: [textMessage("wamid.1", "oi", at, lia)],
    });
    expect(await said(desk, (await onlyWaiting(desk)).id)).toEqual([]);
  });
});

describe("a line in which as many wait as may", () => {
  it("takes no more: who comes now stays a potential, and is told once, in the language of the business", async () => {
    const desk = await deskWith({ online: false }, { waitingCap: 2 }, { locale: "en" });
    for (const index of [1, 2, 3]) await another(desk, index);
    expect(await waiting(desk)).toHaveLength(2);
    const [id, ...others] = await potentials(desk);
    if (id === undefined || others.length > 0) throw new Error("there is not one potential");
    await another(desk, 3);
    expect(await potentials(desk)).toEqual([id]);
    expect(await saidTexts(desk, id)).toEqual([
      ["queue-full", "Our waiting line is full at the moment. Your message has arrived and has been kept."],
    ]);
  });

  it("takes somebody again once there is a place", async () => {
    const desk = await deskWith({ routing: "manual" }, { waitingCap: 1, routing: "manual" });
    await another(desk, 1);
    const { id } = await onlyWaiting(desk);
    await takeTicket(desk, { actor: agentAt(desk, 0), ticketId: id });
    await another(desk, 2);
    expect(await waiting(desk)).toHaveLength(1);
    expect(await potentials(desk)).toEqual([]);
  });
});

describe("a queue that tells places", () => {
  const telling = { tellsPosition: true, routing: "manual" as const };
  const four = async () => {
    const desk = await deskWith({ routing: "manual" }, telling);
    for (const index of [1, 2, 3, 4]) await another(desk, index);
    return { desk, line: await waiting(desk) };
  };

  it("tells everybody where they are, and again only those who came further", async () => {
    const { desk, line } = await four();
    expect(await tellPositions(desk, createAttempts(desk.log))).toBe(4);
    expect(await tellPositions(desk, createAttempts(desk.log))).toBe(0);
    const [first, second, third, fourth] = line;
    if (!first || !second || !third || !fourth) throw new Error("four should wait");
    await takeTicket(desk, { actor: agentAt(desk, 0), ticketId: second });
    expect(await tellPositions(desk, createAttempts(desk.log))).toBe(2);
    const heads = await Promise.all([first, third, fourth].map((id) => headOf(desk, id)));
    expect(heads).toMatchObject([{ toldPosition: 1 }, { toldPosition: 2 }, { toldPosition: 3 }]);
    expect(await saidTexts(desk, fourth)).toEqual([
      ["position", "Sua posição na fila: 4."],
      ["position", "Sua posição na fila: 3."],
    ]);
  });

  it("tells nobody behind the first fifty", async () => {
    const desk = await deskWith({ routing: "manual" }, telling);
    for (let index = 0; index < 52; index += 1) await another(desk, index);
    expect(await tellPositions(desk, createAttempts(desk.log))).toBe(50);
    const line = await waiting(desk);
    expect(await headOf(desk, line[51] ?? ("tkt_" as TicketId))).toMatchObject({ toldPosition: null });
  });

  it("tells nobody whose window is shut", async () => {
    const { desk } = await four();
    desk.pass(86_400);
    expect(await tellPositions(desk, createAttempts(desk.log))).toBe(0);
  });

  it("says nothing where it does not tell", async () => {
    const desk = await deskWith({ routing: "manual" }, { routing: "manual" });
    await another(desk, 1);
    expect(await tellPositions(desk, createAttempts(desk.log))).toBe(0);
  });
});

describe("why a ticket waits", () => {
  const everybody = async (desk: Desk, change: Parameters<typeof changeSeat>[2]): Promise<void> => {
    for (const id of agents) await changeSeat(desk, id, change);
  };
  const at = (status: "paused" | "offline") => ({ presence: { [channelId]: { status, since: noon } } });
  const why = async (desk: Desk) => {
    const { id } = await onlyWaiting(desk);
    return (await viewTicket(desk, { actor: agentAt(desk, 0), ticketId: id })).waiting;
  };

  it.each([
    ["nobody is online", "nobody-online", at("offline"), "offline"],
    ["all who are there pause", "all-paused", at("paused"), "paused"],
    ["all are at their limit", "all-at-limit", { load: 2 }, "at-limit"],
  ] as const)("because %s", async (_, expected, change, reason) => {
    const desk = await deskWith({}, {});
    await everybody(desk, change);
    await another(desk, 1);
    expect(await why(desk)).toEqual({
      ...{ position: 1, why: expected, heldFor: null, agentCount: 3 },
      agents: agents.map((agentId) => ({ agentId, reason })),
    });
  });

  it("because nobody is free, some paused and some at their limit", async () => {
    const desk = await deskWith({}, {});
    await everybody(desk, { load: 2 });
    await changeSeat(desk, agents[1], at("paused"));
    await another(desk, 1);
    expect(await why(desk)).toMatchObject({ why: "nobody-free" });
  });

  it("because nobody serves its queue", async () => {
    const desk = await deskWith({}, {});
    await everybody(desk, { queueIds: [] });
    await another(desk, 1);
    expect(await why(desk)).toMatchObject({ why: "nobody-serves", agents: [], agentCount: 0 });
  });

  it("because it is there to be taken", async () => {
    const desk = await deskWith({ routing: "manual" }, { routing: "manual" });
    await another(desk, 1);
    expect(await why(desk)).toMatchObject({ why: "manual" });
  });

  it("because it waits for the contact's agent, until then", async () => {
    const desk = await deskWith({}, {});
    const { agentId } = await attendLia(desk);
    await changeSeat(desk, agentId, { load: 2 });
    await write(desk, "wamid.back", "oi de novo", lia);
    const { preference } = await onlyWaiting(desk);
    expect(preference).toMatchObject({ agentId });
    expect(await why(desk)).toMatchObject({ why: "held", heldFor: preference });
    desk.pass(60);
    expect(await why(desk)).toMatchObject({ why: "due", heldFor: null });
  });

  it("with its place in line; one that does not wait has none", async () => {
    const desk = await deskWith({ online: false }, {});
    for (const index of [1, 2, 3]) await another(desk, index);
    const actor = agentAt(desk, 0);
    const line = await waiting(desk);
    const views = await Promise.all(line.map((ticketId) => viewTicket(desk, { actor, ticketId })));
    expect(views.map((view) => view.waiting?.position)).toEqual([1, 2, 3]);
    await changeSeat(desk, agents[0], { presence: { [channelId]: { status: "online", since: noon } } });
    await route(desk);
    const [ticketId] = line;
    if (ticketId === undefined) throw new Error("nobody waited");
    expect(await viewTicket(desk, { actor, ticketId })).toMatchObject({ phase: "open", waiting: null });
  });
});
