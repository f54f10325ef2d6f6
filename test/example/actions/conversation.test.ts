import { describe, expect, it } from "vitest";
import { closeTicket } from "../../../shared/actions/tickets/close-ticket.ts";
import { recordStatus } from "../../../shared/actions/delivery/record-status.ts";
import { sendEntry } from "../../../shared/actions/delivery/send-entry.ts";
import { sendMessage } from "../../../shared/actions/tickets/send-message.ts";
import { SeatItem } from "../../../shared/contracts/stored/shapes.ts";
import { keys } from "../../../shared/contracts/stored/keys.ts";
import { update } from "../../../shared/ports/store.ts";
import type { ClientMessageId } from "../../../shared/contracts/tickets.ts";
import { type Desk, openDesk } from "../../support/desk.ts";
import { openTickets, route, timeline, waiting, write } from "../../support/conversation.ts";
import { sectorId, tags } from "../../support/ids.ts";

const hello = "client-message-1" as ClientMessageId;

/** A desk whose first agent holds a ticket that Lia opened. */
async function attended() {
  const desk = await openDesk();
  await write(desk, "wamid.A1", "cadê meu pedido?");
  await route(desk);
  const [ticket] = await openTickets(desk);
  if (ticket?.phase !== "open") throw new Error("nobody got the ticket");
  const actor = desk.people.find((person) => person.id === ticket.agentId);
  if (actor === undefined) throw new Error("assigned to a stranger");
  return { desk, ticket, actor };
}

const answer = (desk: Desk, input: Omit<Parameters<typeof sendMessage>[1], "content">, text = "Olá!") =>
  sendMessage(desk, { ...input, content: { type: "text", text } });

const load = async (desk: Desk, agentId: string) =>
  (await desk.store.get(SeatItem, keys.seat(sectorId, agentId)))?.load;

describe("one conversation", () => {
  it("goes from the customer's first word to a closed ticket with a tag", async () => {
    const { desk, ticket, actor } = await attended();
    await answer(desk, { actor, ticketId: ticket.id, clientMessageId: hello });
    await sendEntry(desk, { v: 1, ticketId: ticket.id, number: 5 });
    await write(desk, "wamid.A2", "obrigada");
    const closed = await closeTicket(desk, { actor, ticketId: ticket.id, tagIds: [tags[0]] });

    expect((await timeline(desk, ticket.id)).map((entry) => entry.type)).toEqual([
      "opened",
      "message",
      "queued",
      "assigned",
      "message",
      "message",
      "closed",
    ]);
    expect(desk.seen.sent).toMatchObject([{ to: "+5511990000001", text: { body: "Olá!" } }]);
    expect(closed).toMatchObject({ phase: "closed", agentId: actor.id, tagIds: [tags[0]], version: 7 });
    expect(await load(desk, actor.id)).toBe(0);
  });

  it("waits in line when nobody is online, and is served in order when somebody is", async () => {
    const desk = await openDesk({ limit: 1, online: false });
    for (const index of [1, 2, 3, 4]) {
      desk.pass(1);
      await write(desk, `wamid.${index}`, "oi", `551199000000${index}`);
    }
    expect(await route(desk)).toEqual({ assigned: 0 });
    const line = await waiting(desk);
    expect(line).toHaveLength(4);

    const [first, second] = desk.people;
    for (const person of [first, second]) {
      const key = keys.seat(sectorId, person?.id ?? "");
      const presence = { status: "online", since: desk.clock.now() };
      await desk.store.commit([
        update("seat", SeatItem, key, { set: [[["presence", desk.channel.id], presence]] }),
      ]);
    }
    expect(await route(desk)).toEqual({ assigned: 2 });
    expect((await openTickets(desk)).map((head) => head.id).toSorted()).toEqual(line.slice(0, 2).toSorted());
    expect(await waiting(desk)).toEqual(line.slice(2));
  });

  it("opens a new ticket when the contact writes after the closing", async () => {
    const { desk, ticket, actor } = await attended();
    await closeTicket(desk, { actor, ticketId: ticket.id, tagIds: [tags[0]] });
    await write(desk, "wamid.A2", "mais uma coisa");
    const [next] = await waiting(desk);
    expect(next).toBeDefined();
    expect(next).not.toBe(ticket.id);
  });
});

describe("an answer", () => {
  it("is one answer however often the same client message id is sent", async () => {
    const { desk, ticket, actor } = await attended();
    const first = await answer(desk, { actor, ticketId: ticket.id, clientMessageId: hello });
    const again = await answer(desk, { actor, ticketId: ticket.id, clientMessageId: hello });
    expect(again).toEqual(first);
    expect(await timeline(desk, ticket.id)).toHaveLength(5);
  });

  it("is refused under a client message id that named another text", async () => {
    const { desk, ticket, actor } = await attended();
    await answer(desk, { actor, ticketId: ticket.id, clientMessageId: hello });
    await expect(
      answer(desk, { actor, ticketId: ticket.id, clientMessageId: hello }, "outra coisa"),
    ).rejects.toMatchObject({ code: "IDEMPOTENCY_MISMATCH" });
  });

  it("is refused 24 hours after the contact's last word, by the time the contact wrote", async () => {
    const { desk, ticket, actor } = await attended();
    desk.pass(24 * 3_600);
    await expect(answer(desk, { actor, ticketId: ticket.id, clientMessageId: hello })).rejects.toMatchObject({
      code: "WINDOW_CLOSED",
    });
  });

  it("is refused to whom the ticket is not assigned, and to a stranger it does not exist", async () => {
    const { desk, ticket, actor } = await attended();
    const colleague = desk.people.find((person) => person.id !== actor.id);
    if (colleague === undefined) throw new Error("needs a colleague");
    const input = { ticketId: ticket.id, clientMessageId: hello };
    await expect(answer(desk, { ...input, actor: colleague })).rejects.toMatchObject({
      code: "NOT_ASSIGNEE",
    });
    const stranger = { ...colleague, queueIds: [] };
    await expect(answer(desk, { ...input, actor: stranger })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("is tried again after a refusal for load, and given up after six", async () => {
    const { desk, ticket, actor } = await attended();
    await answer(desk, { actor, ticketId: ticket.id, clientMessageId: hello });
    const refused = { kind: "refused", code: 131_056, detail: "pair rate", httpStatus: 400 } as const;
    const job = { v: 1, ticketId: ticket.id, number: 5 } as const;
    for (const wait of [4, 16, 64, 256, 600]) {
      desk.answer(refused);
      await expect(sendEntry(desk, job)).rejects.toThrow(
        expect.objectContaining({ name: "RetryLater", seconds: wait }),
      );
    }
    desk.answer(refused);
    await sendEntry(desk, job);
    const entry = (await timeline(desk, ticket.id)).at(-1);
    expect(entry).toMatchObject({ delivery: { status: "failed", attempts: 6, failure: { class: "limit" } } });
  });

  it("shows as unconfirmed when nobody knows whether it was sent, until a status tells", async () => {
    const { desk, ticket, actor } = await attended();
    await answer(desk, { actor, ticketId: ticket.id, clientMessageId: hello });
    desk.answer({ kind: "unknown", detail: "time-out" });
    await sendEntry(desk, { v: 1, ticketId: ticket.id, number: 5 });
    expect((await timeline(desk, ticket.id)).at(-1)).toMatchObject({ delivery: { status: "unconfirmed" } });

    await sendEntry(desk, { v: 1, ticketId: ticket.id, number: 5 });
    expect(desk.seen.sent, "it is not sent a second time").toHaveLength(1);

    const status = { id: "wamid.O1", status: "delivered", timestamp: "1795000011" };
    await recordStatus(desk, desk.channel, { ...status, biz_opaque_callback_data: `${ticket.id}.5` });
    expect((await timeline(desk, ticket.id)).at(-1)).toMatchObject({
      delivery: { status: "delivered", providerId: "wamid.O1" },
    });
  });
});
