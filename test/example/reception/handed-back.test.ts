import { bot, handOver } from "../open-ticket/support.ts";
import { describe, expect, it } from "vitest";
import { agentAt, supervisorOf } from "../../support/other-sector.ts";
import { agentId, agents, otherQueueId, otherSectorId, queueId, sectorId } from "../../support/ids.ts";
import { liasTicket, menu, receiving, says } from "./support.ts";
import type { Agent } from "../../../shared/contracts/organisation.ts";
import type { Actor } from "../../../shared/domain/authorisation.ts";
import type { Desk } from "../../support/desk.ts";
import { HeadItem } from "../../../shared/contracts/stored/shapes.ts";
import { keys } from "../../../shared/contracts/stored/keys.ts";
import { addNote } from "../../../shared/actions/tickets/note-ticket.ts";
import { createCursorSeal } from "../../../shared/adapters/cursor-seal.ts";
import { dropTicket } from "../../../shared/actions/reception/drop-ticket.ts";
import { handBack } from "../../../shared/actions/reception/hand-back.ts";
import { listTickets } from "../../../shared/actions/tickets/list-tickets.ts";
import { readTimeline } from "../../../shared/actions/tickets/read-ticket.ts";
import { minutesPass, ruleDesk } from "../../support/passing.ts";
import { takeTicket } from "../../../shared/actions/tickets/take-ticket.ts";

const asked = { actorId: agents[0], route: "addNote", key: undefined, input: null };
const cursors = createCursorSeal("0".repeat(64));

const mayDrop = (person: Agent): Agent => ({
  ...person,
  permissions: { ...person.permissions, dropPotentials: true },
});
/** The same person in the other sector and its queue. */
const elsewhere = (person: Agent): Agent => ({
  ...person,
  sectorIds: person.role === "agent" ? [] : [otherSectorId],
  queueIds: [otherQueueId],
});
const viewerOf = (desk: Desk): Agent => ({ ...supervisorOf(desk), id: agentId("91"), role: "viewer" });

/** Lia chose Vendas, and an agent attends her. */
async function attended() {
  const desk = await receiving(menu);
  for (const text of ["oi", "1"]) await says(desk, text);
  const { id: ticketId } = await liasTicket(desk);
  const actor = agentAt(desk, 0);
  await takeTicket(desk, { actor, ticketId });
  return { desk, ticketId, actor };
}

/** The agent who attended her noted something and turned the bot on again. */
async function handedBack() {
  const { desk, ticketId, actor } = await attended();
  await addNote(desk, asked, { actor, ticketId, text: "compra muito" });
  await handBack(desk, { actor, ticketId });
  return { desk, ticketId };
}

const reads = (desk: Desk, actor: Actor, ticketId: Awaited<ReturnType<typeof liasTicket>>["id"]) =>
  readTimeline(desk, { actor, ticketId, limit: 50 });
const potentials = async (desk: Desk, actor: Actor) => {
  const page = await listTickets({ ...desk, cursors }, { actor, list: "bot", limit: 10 });
  return page.items.map(({ id }) => id);
};

describe("a ticket that was handed back to the bot", () => {
  it("knows where it was, until its contact is in a line again", async () => {
    const { desk } = await handedBack();
    expect(await liasTicket(desk)).toMatchObject({
      phase: "bot",
      returnedFrom: { sectorId, queueId, agentId: agents[0] },
    });
    await says(desk, "2");
    const waiting = await liasTicket(desk);
    expect(waiting).toMatchObject({ phase: "waiting", sectorId: otherSectorId });
    expect(waiting).not.toHaveProperty("returnedFrom");
  });

  it("does not expire sooner than others, whenever its contact last wrote", async () => {
    const { desk, ticketId } = await attended();
    await ruleDesk(desk, { potentialSeconds: 3_600 });
    // They wrote 25 hours ago: nothing may be said to them.
    desk.pass(25 * 3_600);
    await handBack(desk, { actor: agentAt(desk, 0), ticketId });
    await minutesPass(desk, 58);
    expect(await liasTicket(desk)).toMatchObject({ id: ticketId, phase: "bot" });
    await minutesPass(desk, 5);
    const closed = await desk.store.get(HeadItem, keys.head(ticketId));
    expect(closed).toMatchObject({ phase: "closed", reason: "expired", agentId: agents[0] });
  });

  it("is read, noted on and dropped by its sector", async () => {
    const { desk, ticketId } = await handedBack();
    for (const actor of [mayDrop(agentAt(desk, 1)), supervisorOf(desk), viewerOf(desk), bot([sectorId])]) {
      await expect(reads(desk, actor, ticketId)).resolves.toBeDefined();
      expect(await potentials(desk, actor)).toEqual([ticketId]);
    }
    await addNote(desk, asked, { actor: supervisorOf(desk), ticketId, text: "vi" });
    await expect(dropTicket(desk, { actor: viewerOf(desk), ticketId })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await dropTicket(desk, { actor: mayDrop(agentAt(desk, 1)), ticketId });
  });

  it("does not exist for other sectors: neither its timeline, nor in lists, nor to be noted on or dropped", async () => {
    const { desk, ticketId } = await handedBack();
    const strangers = [
      elsewhere(supervisorOf(desk)),
      elsewhere(mayDrop(agentAt(desk, 1))),
      elsewhere(viewerOf(desk)),
      bot([otherSectorId]),
      agentAt(desk, 0),
    ];
    const notThere = { code: "NOT_FOUND" };
    for (const actor of strangers) {
      expect(await potentials(desk, actor)).toEqual([]);
      await expect(reads(desk, actor, ticketId)).rejects.toMatchObject(notThere);
      const noting = addNote(desk, asked, { actor, ticketId, text: "?" });
      await expect(noting).rejects.toMatchObject(notThere);
      await expect(dropTicket(desk, { actor, ticketId })).rejects.toMatchObject(notThere);
    }
  });

  it("is put into another sector's line by the contact or a program, not by that sector's people", async () => {
    const { desk, ticketId } = await handedBack();
    const to = { queueId: otherQueueId };
    const taking = handOver(desk, { to }, { actor: elsewhere(supervisorOf(desk)) });
    await expect(taking).rejects.toMatchObject({ code: "CONTACT_HAS_TICKET" });
    const { ticket } = await handOver(desk, { to }, { actor: bot([otherSectorId]) });
    expect(ticket).toMatchObject({ id: ticketId, phase: "waiting", sectorId: otherSectorId });
  });

  it("is called back by who serves its queue", async () => {
    const { desk, ticketId } = await handedBack();
    const { ticket } = await handOver(desk, {}, { actor: agentAt(desk, 0) });
    expect(ticket).toMatchObject({ id: ticketId, phase: "waiting", queueId });
  });

  it.each(["dropped", "expired"] as const)(
    "counts for its sector and agent once it is %s",
    async (reason) => {
      const { desk, ticketId } = await handedBack();
      if (reason === "dropped") await dropTicket(desk, { actor: supervisorOf(desk), ticketId });
      else {
        await ruleDesk(desk, { potentialSeconds: 3_600 });
        await minutesPass(desk, 63);
      }
      const history = async (actor: Actor) =>
        (await listTickets({ ...desk, cursors }, { actor, list: "closed", limit: 10 })).items;
      expect(await history(supervisorOf(desk))).toMatchObject([
        { id: ticketId, reason, sectorId, queueId, agentId: agents[0] },
      ]);
      expect(await history(elsewhere(supervisorOf(desk)))).toEqual([]);
    },
  );

  it("hides no potential of a page behind it", async () => {
    const { desk } = await handedBack();
    await says(desk, "oi", "5511990000002");
    const actor = elsewhere(supervisorOf(desk));
    const page = await listTickets({ ...desk, cursors }, { actor, list: "bot", limit: 1 });
    expect(page).toMatchObject({ items: [{ contactName: expect.any(String) }], cursor: null });
    expect(page.items).toHaveLength(1);
  });
});
