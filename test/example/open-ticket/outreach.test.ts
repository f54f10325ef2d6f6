import { describe, expect, it } from "vitest";
import {
  AgentItem,
  ClientMessageItem,
  ContactItem,
  LastTicketItem,
} from "../../../shared/contracts/stored/shapes.ts";
import { agentAt, changeSeat, supervisorOf } from "../../support/other-sector.ts";
import { agents, channelId, queueId, tags } from "../../support/ids.ts";
import { begin, bot, changeSector, handOver, outreachDesk, template, writer } from "./support.ts";
import { closeTicket } from "../../../shared/actions/tickets/close-ticket.ts";
import { keys } from "../../../shared/contracts/stored/keys.ts";
import { openTickets, route, timeline, waiting, write } from "../../support/conversation.ts";
import { put } from "../../../shared/ports/store.ts";
import { noon } from "../../support/desk.ts";
import { releaseAgent } from "../../../shared/actions/routing/release-agent.ts";
import { addSeconds } from "../../../shared/domain/time.ts";
import { seatOf } from "../organisation/support.ts";
import { sendMessage } from "../../../shared/actions/tickets/send-message.ts";

const refusal = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "done",
    ({ code, details }: { readonly code: string; readonly details: { readonly reason?: string } }) =>
      [code, details.reason].filter(Boolean).join(" "),
  );

describe("a person begins a conversation", () => {
  it("the ticket is theirs at once, and a template is its first message", async () => {
    const desk = await outreachDesk();
    const { ticket, created } = await begin(desk);
    expect(created).toBe(true);
    expect(ticket).toMatchObject({ phase: "open", agentId: agents[0], queueId, lastDirection: "out" });
    const by = { kind: "agent", agentId: agents[0] };
    expect(await timeline(desk, ticket.id)).toMatchObject([
      { type: "opened", by, formerTicketId: null },
      { type: "queued", by, preference: null },
      { type: "assigned", by, mode: "outreach", forced: false },
      { type: "message", by, direction: "out", content: template, delivery: { status: "queued" } },
    ]);
    expect(await waiting(desk)).toEqual([]);
    expect(await seatOf(desk, agents[0])).toMatchObject({ load: 1, lastAssignedAt: desk.clock.now() });
  });

  it("nobody has answered anything by it: the wait for the first answer begins with the contact", async () => {
    const desk = await outreachDesk();
    const { ticket } = await begin(desk);
    expect(ticket.firstResponseAt).toBeNull();
  });

  it("also out of hours and while they are offline, as long as they have room", async () => {
    const desk = await outreachDesk({ online: false, limit: 1 });
    const hours = { timeZone: "America/Sao_Paulo", weekly: {}, special: [] };
    await changeSector(desk, { hours, outOfHours: { kind: "refuse", text: "Fechado." } });
    expect((await begin(desk)).created).toBe(true);
    const rui = { kind: "address", address: { phone: "5511990000002" }, name: "Rui" } as const;
    const second = { contact: rui, clientMessageId: "outreach-2" };
    expect(await refusal(begin(desk, writer(desk), second))).toBe("AGENT_AT_LIMIT");
    expect(await seatOf(desk, agents[0])).toMatchObject({ load: 1 });
  });

  it("once: the message's own id is used up, and the ticket is the answer from then on", async () => {
    const desk = await outreachDesk();
    const { ticket } = await begin(desk);
    expect(await begin(desk)).toEqual({ ticket, created: false });
    const claim = await desk.store.get(ClientMessageItem, keys.clientMessage(ticket.id, "outreach-1"));
    expect(claim).toMatchObject({ number: 4 });
    const again = {
      actor: writer(desk),
      ticketId: ticket.id,
      clientMessageId: "outreach-1",
      content: template,
    };
    expect(await sendMessage(desk, again)).toMatchObject({ number: 4 });
  });

  it("and where three do at once, one has the ticket, and nobody else writes to the contact", async () => {
    const desk = await outreachDesk();
    const answers = await Promise.all([0, 1, 2].map((index) => begin(desk, writer(desk, index))));
    const [open, ...more] = await openTickets(desk);
    expect([open?.id, more]).toEqual([answers[0]?.ticket.id, []]);
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect(open && (await timeline(desk, open.id))).toHaveLength(4);
  });
});

describe("it is refused", () => {
  it("without the permission, without the sector's, and for a queue they do not serve", async () => {
    const desk = await outreachDesk();
    expect(await refusal(begin(desk, agentAt(desk, 0)))).toBe("FORBIDDEN permission");
    expect(await refusal(begin(desk, supervisorOf(desk)))).toBe("FORBIDDEN permission");
    expect(await refusal(begin(desk, { ...writer(desk), queueIds: [] }))).toBe("NOT_FOUND");
    expect(await refusal(begin(desk, bot()))).toBe("FORBIDDEN api-key");
    await changeSeat(desk, agents[0], { queueIds: [] });
    expect(await refusal(begin(desk))).toBe("FORBIDDEN queue");
    await changeSector(desk, { outreach: false });
    expect(await refusal(begin(desk))).toBe("FORBIDDEN sector");
    expect(await openTickets(desk)).toEqual([]);
  });

  it("for a contact who is blocked", async () => {
    const desk = await outreachDesk();
    const { ticket } = await begin(desk);
    await closeTicket(desk, { actor: writer(desk), ticketId: ticket.id, tagIds: [tags[0]] });
    const contact = await desk.store.get(ContactItem, keys.contact(ticket.contactId));
    if (contact === undefined) throw new Error("the contact was made");
    const blocked = { since: desk.clock.now(), by: agents[1] };
    await desk.store.commit([put("contact", ContactItem, { ...contact, blocked })]);
    expect(await refusal(begin(desk))).toBe("CONTACT_BLOCKED");
  });

  it("for a contact who is attended where they may not look", async () => {
    const desk = await outreachDesk({ routing: "manual" });
    const { ticket } = await handOver(desk);
    expect(await begin(desk)).toEqual({ ticket, created: false });
    const stranger = { ...writer(desk), queueIds: [] };
    expect(await refusal(begin(desk, stranger))).toBe("NOT_FOUND");
  });
});

describe("the contact answers later", () => {
  it("while the ticket is open: on it, to its author", async () => {
    const desk = await outreachDesk();
    const { ticket } = await begin(desk);
    await write(desk, "wamid.1", "oi, pode mandar");
    expect((await openTickets(desk)).map(({ id }) => id)).toEqual([ticket.id]);
  });

  it("after its author signed out: they come first for a time, and are not waited for while they are out", async () => {
    const desk = await outreachDesk();
    const { ticket } = await begin(desk);
    const signedOut = { ...agentAt(desk, 0), sessionsValidAfter: desk.clock.now() };
    await desk.store.commit([put("agent", AgentItem, signedOut)]);
    await releaseAgent(desk, agents[0]);
    const until = addSeconds(desk.clock.now(), 60);
    const entry = (await timeline(desk, ticket.id)).at(-1);
    expect(entry).toMatchObject({
      type: "requeued",
      preference: { agentId: agents[0], why: "outreach", until },
    });
    await changeSeat(desk, agents[0], { presence: { [channelId]: { status: "online", since: noon } } });
    await route(desk);
    expect(await openTickets(desk)).toMatchObject([{ id: ticket.id, agentId: agents[0] }]);
  });

  it("after it was closed: the author comes first, as who attended them last", async () => {
    const desk = await outreachDesk();
    const { ticket } = await begin(desk, writer(desk, 1));
    await closeTicket(desk, { actor: writer(desk, 1), ticketId: ticket.id, tagIds: [tags[0]] });
    const last = await desk.store.get(LastTicketItem, keys.lastTicket(ticket.contactId, channelId));
    expect(last).toMatchObject({ agentId: agents[1] });
    desk.pass(60);
    await write(desk, "wamid.1", "ainda dá tempo?");
    await route(desk);
    expect(await openTickets(desk)).toMatchObject([{ agentId: agents[1], formerTicketId: ticket.id }]);
  });
});
