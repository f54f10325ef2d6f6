import { describe, expect, it } from "vitest";
import { bot, external, handOver, keyId, template, withBot, writer } from "./support.ts";
import type { Desk } from "../../support/desk.ts";
import type { Actor } from "../../../shared/domain/authorisation.ts";
import type { TicketId } from "../../../shared/contracts/ids.ts";
import { createCursorSeal } from "../../../shared/adapters/cursor-seal.ts";
import { endReception } from "../organisation/support.ts";
import { configurationSeconds } from "../../../shared/actions/configuration/configuration.ts";
import { agentAt, supervisorOf } from "../../support/other-sector.ts";
import { listTickets } from "../../../shared/actions/tickets/list-tickets.ts";
import { openDesk } from "../../support/desk.ts";
import { readTicket } from "../../../shared/actions/tickets/read-ticket.ts";
import { type Sayable, sendMessage } from "../../../shared/actions/tickets/send-message.ts";
import { sectorId } from "../../support/ids.ts";
import { takeTicket } from "../../../shared/actions/tickets/take-ticket.ts";
import { write } from "../../support/conversation.ts";

const text = (said: string): Sayable => ({ type: "text", text: said });
const refusal = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "done",
    ({ code }: { readonly code: string }) => code,
  );

/** A desk on which Lia wrote to the bot of the business's own. */
async function written(): Promise<{ readonly desk: Desk; readonly ticketId: TicketId }> {
  const desk = await openDesk({ routing: "manual" });
  await external(desk);
  await write(desk, "wamid.1", "oi");
  const [ticket] = await withBot(desk);
  if (ticket === undefined) throw new Error("nobody is with the bot");
  return { desk, ticketId: ticket.id };
}

let said = 0;
const say = (desk: Desk, ticketId: TicketId, content: Sayable, actor: Actor = bot()) =>
  sendMessage(desk, { actor, ticketId, clientMessageId: `bot-answer-${(said += 1)}`, content });

describe("a bot of the business's own", () => {
  it("answers while the ticket is with it, in its own name", async () => {
    const { desk, ticketId } = await written();
    const entry = await say(desk, ticketId, text("Em que posso ajudar?"));
    expect(entry).toMatchObject({ number: 3, by: { kind: "key", apiKeyId: keyId }, purpose: null });
    expect(await readTicket(desk, { actor: bot(), ticketId })).toMatchObject({
      ...{ phase: "bot", unread: 0, lastDirection: "out", firstResponseAt: null },
    });
  });

  it("says the same thing once under the same client message id", async () => {
    const { desk, ticketId } = await written();
    const once = { actor: bot(), ticketId, clientMessageId: "bot-answer-a", content: text("Um momento.") };
    const first = await sendMessage(desk, once);
    expect(await sendMessage(desk, once)).toEqual(first);
    expect(await refusal(sendMessage(desk, { ...once, content: text("Outro.") }))).toBe(
      "IDEMPOTENCY_MISMATCH",
    );
  });

  it("asks with options, which the desk shows as WhatsApp can", async () => {
    const { desk, ticketId } = await written();
    const asks = async (titles: readonly string[], description: string | null = null) => {
      const options = titles.map((title, index) => ({ id: `o${index}`, title, description }));
      const entry = await say(desk, ticketId, { type: "choices", text: "Qual?", label: "Opções", options });
      return entry.content.type === "choices" && entry.content.form;
    };
    expect(await asks(["Sim", "Não"])).toBe("buttons");
    expect(await asks(["Sim", "Não"], "com um texto a mais")).toBe("list");
    expect(await asks(["Quero trocar um produto"])).toBe("list");
    expect(await asks(["A", "B", "C", "D"])).toBe("list");
    expect(await asks(["Igual", "Igual"])).toBe("numbers");
    expect(await asks(["Um título que não cabe em nenhuma lista"])).toBe("numbers");
    const option = { id: "same", title: "Sim", description: null };
    const options = [option, { ...option, title: "Não" }];
    const twice: Sayable = { type: "choices", text: "Qual?", label: "Ver", options };
    expect(await refusal(say(desk, ticketId, twice))).toBe("BAD_REQUEST");
  });

  it("says nothing once it has handed over: a person has the word", async () => {
    const { desk, ticketId } = await written();
    await handOver(desk);
    expect(await refusal(say(desk, ticketId, text("ainda eu")))).toBe("NOT_ASSIGNEE");
    await takeTicket(desk, { actor: agentAt(desk, 0), ticketId });
    expect(await refusal(say(desk, ticketId, text("ainda eu")))).toBe("NOT_ASSIGNEE");
  });

  it("nor where the desk itself receives, nor after the window but for a template", async () => {
    const desk = await openDesk();
    await endReception(desk);
    desk.pass(configurationSeconds);
    await write(desk, "wamid.1", "oi");
    const [potential] = await withBot(desk);
    if (potential === undefined) throw new Error("nobody is a potential");
    expect(await refusal(say(desk, potential.id, text("oi")))).toBe("NOT_ASSIGNEE");
    const late = await written();
    late.desk.pass(25 * 3_600);
    expect(await refusal(say(late.desk, late.ticketId, text("oi")))).toBe("WINDOW_CLOSED");
    expect((await say(late.desk, late.ticketId, template)).content).toEqual(template);
  });
});

describe("who sees what is with the bot", () => {
  it("a key of the whole business, and none of some sectors", async () => {
    const { desk, ticketId } = await written();
    const actor = bot([sectorId]);
    expect(await refusal(readTicket(desk, { actor, ticketId }))).toBe("NOT_FOUND");
    expect(await refusal(say(desk, ticketId, text("oi"), actor))).toBe("NOT_FOUND");
    const cursors = createCursorSeal("0".repeat(64));
    const list = (by: Actor) =>
      listTickets({ ...desk, cursors }, { actor: by, list: "bot", limit: 10 }).then(
        ({ items }) => items.length,
      );
    expect([await list(bot()), await list(actor), await list(supervisorOf(desk))]).toEqual([1, 0, 1]);
  });

  it("but such a key hands it over to its sectors, and sees it from then on", async () => {
    const { desk, ticketId } = await written();
    const actor = bot([sectorId]);
    expect((await handOver(desk, {}, { actor })).ticket.id).toBe(ticketId);
    expect(await readTicket(desk, { actor, ticketId })).toMatchObject({ phase: "waiting" });
  });
});

describe("a person", () => {
  it("sends a template when the window is shut, and asks nobody with options", async () => {
    const desk = await openDesk({ routing: "manual" });
    await write(desk, "wamid.1", "oi");
    const { ticket } = await handOver(desk);
    const actor = writer(desk);
    await takeTicket(desk, { actor, ticketId: ticket.id });
    desk.pass(25 * 3_600);
    expect(await refusal(say(desk, ticket.id, text("oi"), actor))).toBe("WINDOW_CLOSED");
    expect((await say(desk, ticket.id, template, actor)).content).toEqual(template);
    const options = [{ id: "s", title: "Sim", description: null }];
    const asking: Sayable = { type: "choices", text: "Pode?", label: "Ver", options };
    expect(await refusal(say(desk, ticket.id, asking, actor))).toBe("BAD_REQUEST");
  });
});
