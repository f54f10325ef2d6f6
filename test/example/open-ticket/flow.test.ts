import { describe, expect, it } from "vitest";
import { bot, changeQueue, changeSector, external, handOver, keyId, lia, ofLia, withBot } from "./support.ts";
import { ContactItem, PlaceItem } from "../../../shared/contracts/stored/shapes.ts";
import { ContactId } from "../../../shared/contracts/ids.ts";
import { agentAt, openOtherSector, supervisorOf } from "../../support/other-sector.ts";
import { agents, channelId, otherQueueId, otherSectorId, queueId, sectorId } from "../../support/ids.ts";
import { type Desk, openDesk } from "../../support/desk.ts";
import { put } from "../../../shared/ports/store.ts";
import { keys, partitions, prefixes } from "../../../shared/contracts/stored/keys.ts";
import { takeTicket } from "../../../shared/actions/tickets/take-ticket.ts";
import { openTickets, route, timeline, waiting, write } from "../../support/conversation.ts";

const refusal = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "done",
    ({ code }: { readonly code: string }) => code,
  );

const closedNow = {
  hours: { timeZone: "America/Sao_Paulo", weekly: {}, special: [] },
  outOfHours: { kind: "refuse", text: "Voltamos amanhã." },
};

describe("a bot hands a contact over", () => {
  it("who never wrote: they are made a contact, and their ticket waits in the queue with what the bot knows", async () => {
    const desk = await openDesk({ routing: "manual" });
    const history = [{ from: "contact" as const, text: "quero trocar", at: null }];
    const { ticket, created } = await handOver(desk, { priority: 3, fields: { pedido: "A-17" }, history });
    expect(created).toBe(true);
    expect(ticket).toMatchObject({ phase: "waiting", queueId, sectorId, priority: 3, contactName: "Lia" });
    const by = { kind: "key", apiKeyId: keyId };
    expect(await timeline(desk, ticket.id)).toMatchObject([
      { type: "opened", by, address: { phone: lia }, bot: { kind: "none" } },
      { type: "queued", by, fields: { pedido: "A-17" }, history },
    ]);
    expect(await waiting(desk)).toEqual([ticket.id]);
  });

  it("who is with the bot: the same ticket goes into the line, and is told the queue's greeting", async () => {
    const desk = await openDesk({ routing: "manual" });
    await changeQueue(desk, { greeting: "Já vamos atender você." });
    await external(desk);
    await write(desk, "wamid.1", "oi");
    const [live] = await withBot(desk);
    const { ticket, created } = await handOver(desk);
    expect([ticket.id, created]).toEqual([live?.id, false]);
    expect((await timeline(desk, ticket.id)).map(({ type }) => type)).toEqual([
      "opened",
      "message",
      "queued",
      "message",
    ]);
  });

  it("whom it names by id, at the address the desk knows", async () => {
    const desk = await openDesk({ routing: "manual" });
    const { ticket } = await handOver(desk);
    const contact = { kind: "known", contactId: ticket.contactId } as const;
    const again = await handOver(desk, { contact });
    expect(again).toEqual({ ticket, created: false });
    const nobody = { kind: "known", contactId: ContactId.parse(`con_${"9".repeat(26)}`) } as const;
    expect(await refusal(handOver(desk, { contact: nobody }))).toBe("NOT_FOUND");
  });

  it("who waits or is attended: that ticket is the answer, and nothing changes", async () => {
    const desk = await openDesk({ routing: "manual" });
    const { ticket } = await handOver(desk);
    expect(await handOver(desk, { priority: 9, fields: { novo: true } })).toEqual({ ticket, created: false });
    const held = await takeTicket(desk, { actor: agentAt(desk, 0), ticketId: ticket.id });
    expect(await handOver(desk)).toEqual({ ticket: held, created: false });
    expect(await timeline(desk, ticket.id)).toHaveLength(3);
  });

  it("to a sector: the oldest of its queues that takes the channel gets the ticket", async () => {
    const desk = await openDesk({ routing: "manual" });
    await openOtherSector(desk, { queue: { channelIds: [channelId] } });
    const { ticket } = await handOver(desk, { to: { sectorId: otherSectorId } });
    expect(ticket).toMatchObject({ sectorId: otherSectorId, queueId: otherQueueId });
  });

  it("and values for which the settings define a field are the contact's from then on", async () => {
    const desk = await openDesk({ routing: "manual" });
    const settings = await desk.configuration.settings();
    const contactFields = [{ key: "cidade", label: "Cidade", type: "text" as const }];
    const configuration = { ...desk.configuration, settings: async () => ({ ...settings, contactFields }) };
    const fields = { cidade: "Recife", pedido: "A-17" };
    const { ticket } = await handOver({ ...desk, configuration }, { fields });
    const contact = () => desk.store.get(ContactItem, keys.contact(ticket.contactId));
    expect(await contact()).toMatchObject({ fields: { cidade: "Recife" } });
  });

  it("once for one idempotency key, whatever became of the ticket since", async () => {
    const desk = await openDesk({ routing: "manual" });
    const first = await handOver(desk, {}, { key: "hand-over-1" });
    await takeTicket(desk, { actor: agentAt(desk, 0), ticketId: first.ticket.id });
    expect(await handOver(desk, {}, { key: "hand-over-1" })).toEqual(first);
    expect(await refusal(handOver(desk, { priority: 1 }, { key: "hand-over-1" }))).toBe(
      "IDEMPOTENCY_MISMATCH",
    );
  });

  it("and their own agent is preferred, as when they write themselves", async () => {
    const desk = await openDesk();
    await external(desk);
    await write(desk, "wamid.1", "oi");
    const [ticket] = await withBot(desk);
    if (ticket === undefined) throw new Error("nobody is with the bot");
    const contact = await desk.store.get(ContactItem, keys.contact(ticket.contactId));
    if (contact === undefined) throw new Error("the contact was made");
    await desk.store.commit([put("contact", ContactItem, { ...contact, linkedAgentId: agents[1] })]);
    const handed = await handOver(desk);
    expect(handed.ticket).toMatchObject({ preference: { agentId: agents[1], why: "linked-agent" } });
    await route(desk);
    expect(await openTickets(desk)).toMatchObject([{ id: ticket.id, agentId: agents[1] }]);
  });
});

describe("a hand-over is refused", () => {
  const handed = async (prepare: (desk: Desk) => Promise<unknown>, changes = {}) => {
    const desk = await openDesk({ routing: "manual" });
    await prepare(desk);
    const answer = await refusal(handOver(desk, changes));
    const line = await desk.store.query(PlaceItem, {
      ...{ pk: partitions.queue(queueId), prefix: prefixes.places, limit: 10 },
    });
    return [answer, line.items.length];
  };
  const nothing = async (): Promise<void> => {};

  it("where the line is full", async () => {
    const other = { kind: "address", address: { phone: "5511990000002" }, name: "Rui" } as const;
    const full = async (desk: Desk) => {
      await changeQueue(desk, { waitingCap: 1 });
      await handOver(desk, { contact: other });
    };
    expect(await handed(full)).toEqual(["QUEUE_FULL", 1]);
  });

  it("out of hours where the sector refuses, and not where it lets people wait", async () => {
    expect(await handed((desk) => changeSector(desk, closedNow))).toEqual(["SECTOR_CLOSED", 0]);
    const lets = { ...closedNow, outOfHours: { ...closedNow.outOfHours, kind: "queue" } };
    expect(await handed((desk) => changeSector(desk, lets))).toEqual(["done", 1]);
  });

  it("for a sector that is not active", async () => {
    expect(await handed((desk) => changeSector(desk, { active: false }))).toEqual(["SECTOR_CLOSED", 0]);
  });

  it("for a queue that does not take the channel", async () => {
    const elsewhere = { channelIds: [`chn_${"7".repeat(26)}`] };
    expect(await handed((desk) => changeQueue(desk, elsewhere))).toEqual(["BAD_REQUEST", 0]);
  });

  it("for a channel, a queue or a sector that is not there", async () => {
    const missing = "9".repeat(26);
    expect(await handed(nothing, { channelId: `chn_${missing}` })).toEqual(["NOT_FOUND", 0]);
    expect(await handed(nothing, { to: { queueId: `que_${missing}` } })).toEqual(["NOT_FOUND", 0]);
    expect(await handed(nothing, { to: { sectorId: `sec_${missing}` } })).toEqual(["NOT_FOUND", 0]);
  });

  it("with a callback to an address that nobody may reach", async () => {
    const secret = `whsec_${"A".repeat(43)}=`;
    const callback = { url: "https://10.0.0.7/done", secret };
    expect(await handed(nothing, { callback })).toEqual(["BAD_REQUEST", 0]);
  });

  it("for a contact who is blocked, as long as no ticket of theirs is attended", async () => {
    const desk = await openDesk({ routing: "manual" });
    const { ticket } = await handOver(desk);
    const contact = await desk.store.get(ContactItem, keys.contact(ticket.contactId));
    if (contact === undefined) throw new Error("the contact was made");
    const blocked = { since: desk.clock.now(), by: keyId };
    await desk.store.commit([put("contact", ContactItem, { ...contact, blocked })]);
    expect(await handOver(desk)).toEqual({ ticket, created: false });
    const other = await openDesk({ routing: "manual" });
    await other.store.commit([put("contact", ContactItem, { ...contact, blocked })]);
    const known = { kind: "known", contactId: contact.id } as const;
    expect(await refusal(handOver(other, { contact: known }))).toBe("CONTACT_BLOCKED");
  });
});

describe("who may hand over", () => {
  it("a key of some sectors: to queues of those", async () => {
    const desk = await openDesk({ routing: "manual" });
    await openOtherSector(desk);
    const actor = bot([sectorId]);
    expect(await refusal(handOver(desk, { to: { queueId: otherQueueId } }, { actor }))).toBe("NOT_FOUND");
    expect((await handOver(desk, {}, { actor })).created).toBe(true);
  });

  it("but it is not told of a ticket of another sector", async () => {
    const desk = await openDesk({ routing: "manual" });
    await openOtherSector(desk);
    await handOver(desk);
    const actor = bot([otherSectorId]);
    const to = { queueId: otherQueueId };
    expect(await refusal(handOver(desk, { to }, { actor }))).toBe("CONTACT_HAS_TICKET");
  });

  it("a supervisor to the queues of their sectors, and who serves a queue to that", async () => {
    const desk = await openDesk({ routing: "manual" });
    await openOtherSector(desk);
    const to = { queueId: otherQueueId };
    expect(await refusal(handOver(desk, { to }, { actor: supervisorOf(desk) }))).toBe("NOT_FOUND");
    expect(await refusal(handOver(desk, { to }, { actor: agentAt(desk, 0) }))).toBe("NOT_FOUND");
    const { ticket } = await handOver(desk, {}, { actor: agentAt(desk, 0) });
    expect((await timeline(desk, ticket.id))[0]).toMatchObject({ by: { kind: "agent", agentId: agents[0] } });
    const rui = { kind: "address", address: { phone: "5511990000002" }, name: "Rui" } as const;
    expect((await handOver(desk, { contact: rui }, { actor: supervisorOf(desk) })).created).toBe(true);
  });
});

describe("the same contact twice at once", () => {
  it("opens one ticket: of ten requests, and of requests against a message", async () => {
    const desk = await openDesk({ routing: "manual" });
    const answers = await Promise.all([
      ...Array.from({ length: 10 }, () => handOver(desk)),
      write(desk, "wamid.1", "oi").then(() => undefined),
    ]);
    const opened = answers.filter((it) => it !== undefined);
    expect(new Set(opened.map(({ ticket }) => ticket.id)).size).toBe(1);
    expect(opened.filter(({ created }) => created).length).toBeLessThanOrEqual(1);
    expect(await waiting(desk)).toEqual([opened[0]?.ticket.id]);
  });

  it("whether it is named by phone, by an older spelling of it, or by user id", async () => {
    const desk = await openDesk({ routing: "manual" });
    const older = { ...ofLia, address: { phone: "551190000001" } };
    const newer = { ...ofLia, address: { phone: "5511990000001", userId: "BR.lia" } };
    const [a, b, c] = [
      await handOver(desk, { contact: older }),
      await handOver(desk, { contact: newer }),
      await handOver(desk, { contact: { ...ofLia, address: { phone: "5511990000001" } } }),
    ];
    expect([b.ticket.id, c.ticket.id]).toEqual([a.ticket.id, a.ticket.id]);
  });
});
