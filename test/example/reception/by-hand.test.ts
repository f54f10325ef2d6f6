import { describe, expect, it } from "vitest";
import { agentAt, supervisorOf } from "../../support/other-sector.ts";
import { agents, otherQueueId, queueId, sectorId } from "../../support/ids.ts";
import { changeReception, liasTicket, menu, receiving, said, says } from "./support.ts";
import { SeatItem } from "../../../shared/contracts/stored/shapes.ts";
import type { Agent } from "../../../shared/contracts/organisation.ts";
import type { Desk } from "../../support/desk.ts";
import { addSeconds } from "../../../shared/domain/time.ts";
import { dropTicket } from "../../../shared/actions/reception/drop-ticket.ts";
import { handBack } from "../../../shared/actions/reception/hand-back.ts";
import { keys } from "../../../shared/contracts/stored/keys.ts";
import { createCursorSeal } from "../../../shared/adapters/cursor-seal.ts";
import { listTickets } from "../../../shared/actions/tickets/list-tickets.ts";
import { snoozeTicket } from "../../../shared/actions/snooze/snooze-ticket.ts";
import { takeTicket } from "../../../shared/actions/tickets/take-ticket.ts";
import { timeline } from "../../support/conversation.ts";

/** Lia chose Vendas, and the first agent took her ticket. */
async function attended() {
  const desk = await receiving(menu);
  for (const text of ["oi", "1"]) await says(desk, text);
  const { id: ticketId } = await liasTicket(desk);
  const actor = agentAt(desk, 0);
  await takeTicket(desk, { actor, ticketId });
  return { desk, actor, ticketId };
}

const load = async (desk: Desk) => (await desk.store.get(SeatItem, keys.seat(sectorId, agents[0])))?.load;

describe("handing back to the bot", () => {
  it("releases the agent, keeps history and protocol, and shows the menu anew", async () => {
    const { desk, actor, ticketId } = await attended();
    const before = await liasTicket(desk);
    const after = await handBack(desk, { actor, ticketId });
    expect(after).toMatchObject({ phase: "bot", id: ticketId, protocol: before.protocol });
    expect(after).toMatchObject({ bot: { kind: "menu", options: [queueId, otherQueueId], tries: 0 } });
    expect(await load(desk)).toBe(0);
    expect((await said(desk, ticketId)).at(-1)).toEqual(["reception", menu.greeting]);
    await says(desk, "2");
    expect(await liasTicket(desk)).toMatchObject({
      phase: "waiting",
      queueId: otherQueueId,
      protocol: before.protocol,
    });
  });

  it("asks also where there is one queue only: they have just come from there", async () => {
    const { desk, actor, ticketId } = await attended();
    await changeReception(desk, { ...menu, queueIds: [queueId] });
    expect(await handBack(desk, { actor, ticketId })).toMatchObject({ phase: "bot" });
    expect((await said(desk, ticketId)).at(-1)).toEqual(["reception", menu.greeting]);
  });

  it("from the snoozed too, whose number is not used again", async () => {
    const { desk, actor, ticketId } = await attended();
    const until = addSeconds(desk.clock.now(), 3_600);
    await snoozeTicket(desk, { actor, ticketId, until, template: null, confirmed: false });
    const back = await handBack(desk, { actor, ticketId });
    expect(back).toMatchObject({ phase: "bot", snoozes: 1 });
    expect((await timeline(desk, ticketId)).find(({ type }) => type === "returned")).toMatchObject({
      was: "snoozed",
      from: { agentId: actor.id },
    });
    await says(desk, "1");
    await takeTicket(desk, { actor, ticketId });
    expect(await liasTicket(desk)).toMatchObject({ phase: "open", snoozes: 1 });
  });

  it("from the line, by who manages the sector", async () => {
    const desk = await receiving(menu);
    for (const text of ["oi", "1"]) await says(desk, text);
    const { id: ticketId } = await liasTicket(desk);
    await expect(handBack(desk, { actor: agentAt(desk, 0), ticketId })).rejects.toMatchObject({
      code: "NOT_ASSIGNEE",
    });
    const actor = supervisorOf(desk);
    const back = await handBack(desk, { actor, ticketId });
    expect(back.phase).toBe("bot");
    expect(await handBack(desk, { actor, ticketId })).toEqual(back);
  });

  it("says nothing after the window: the menu is shown when they write", async () => {
    const { desk, actor, ticketId } = await attended();
    desk.pass(25 * 3_600);
    const spoken = (await said(desk, ticketId)).length;
    expect(await handBack(desk, { actor, ticketId })).toMatchObject({ bot: { kind: "menu", options: [] } });
    expect(await said(desk, ticketId)).toHaveLength(spoken);
    await says(desk, "voltei");
    expect((await said(desk, ticketId)).at(-1)).toEqual(["reception", menu.greeting]);
  });

  it("to an external bot: it hears of it by webhook", async () => {
    const { desk, actor, ticketId } = await attended();
    await changeReception(desk, { kind: "external" });
    expect(await handBack(desk, { actor, ticketId })).toMatchObject({ bot: { kind: "external" } });
  });

  it.each([{ kind: "none" as const }, { kind: "queue" as const, queueId }])(
    "is not possible where the reception is $kind",
    async (reception) => {
      const { desk, actor, ticketId } = await attended();
      await changeReception(desk, reception);
      await expect(handBack(desk, { actor, ticketId })).rejects.toMatchObject({ code: "NO_BOT" });
    },
  );
});

describe("potentials", () => {
  const potential = async () => {
    const desk = await receiving(menu);
    await says(desk, "oi");
    return { desk, ticketId: (await liasTicket(desk)).id };
  };
  const may = (person: Agent): Agent => ({
    ...person,
    permissions: { ...person.permissions, dropPotentials: true },
  });
  const listed = async (desk: Desk, actor: Agent) => {
    const cursors = createCursorSeal("0".repeat(64));
    const page = await listTickets({ ...desk, cursors }, { actor, list: "bot", limit: 10 });
    return page.items.map(({ id }) => id);
  };

  it("are dropped by agents who may, without a word to the contact", async () => {
    const { desk, ticketId } = await potential();
    const actor = may(agentAt(desk, 0));
    expect(await listed(desk, actor)).toEqual([ticketId]);
    const spoken = await said(desk, ticketId);
    expect(await dropTicket(desk, { actor, ticketId })).toMatchObject({ phase: "closed", reason: "dropped" });
    expect(await said(desk, ticketId)).toEqual(spoken);
    expect(await listed(desk, actor)).toEqual([]);
    await expect(dropTicket(desk, { actor: supervisorOf(desk), ticketId })).rejects.toMatchObject({
      code: "TICKET_CLOSED",
    });
  });

  it("do not exist for agents who may not, nor for agents who serve no queue", async () => {
    const { desk, ticketId } = await potential();
    for (const actor of [agentAt(desk, 0), { ...may(agentAt(desk, 0)), queueIds: [] }]) {
      expect(await listed(desk, actor)).toEqual([]);
      await expect(dropTicket(desk, { actor, ticketId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });

  it("of a channel that no queue of theirs takes are not theirs to drop", async () => {
    const { desk, ticketId } = await potential();
    const elsewhere = { ...may(agentAt(desk, 0)), queueIds: [queueId.replace(/.$/, "Z") as typeof queueId] };
    expect(await listed(desk, elsewhere)).toEqual([]);
    await expect(dropTicket(desk, { actor: elsewhere, ticketId })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("are no potentials any more once they are in a line", async () => {
    const { desk, ticketId } = await potential();
    await says(desk, "1");
    const dropping = dropTicket(desk, { actor: supervisorOf(desk), ticketId });
    await expect(dropping).rejects.toMatchObject({ code: "NOT_A_POTENTIAL" });
  });
});
