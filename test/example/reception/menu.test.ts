import { describe, expect, it } from "vitest";
import { changeReception, liasTicket, menu, receiving, said, says, sends, taps } from "./support.ts";
import { otherQueueId, queueId } from "../../support/ids.ts";
import type { Desk } from "../../support/desk.ts";
import { sendEntry } from "../../../shared/actions/delivery/send-entry.ts";
import { timeline } from "../../support/conversation.ts";

const asked = async (desk: Desk) => said(desk, (await liasTicket(desk)).id);
const greeted = ["reception", menu.greeting] as const;
const unclear = ["reception", menu.unclear] as const;

describe("the first message", () => {
  it("is greeted and asked which queue, in the transaction that stores it", async () => {
    const desk = await receiving(menu);
    await says(desk, "vendas");
    const ticket = await liasTicket(desk);
    expect(ticket).toMatchObject({ phase: "bot", unread: 1, lastDirection: "in", firstResponseAt: null });
    expect(ticket).toMatchObject({ bot: { kind: "menu", options: [queueId, otherQueueId], tries: 0 } });
    const entries = await timeline(desk, ticket.id);
    expect(entries.map(({ type }) => type)).toEqual(["opened", "message", "message"]);
    expect(entries[2]).toMatchObject({
      content: {
        ...{ type: "choices", form: "buttons", text: menu.greeting },
        options: [
          { id: queueId, title: "Vendas" },
          { id: otherQueueId, title: "Cobrança" },
        ],
      },
    });
  });

  it("goes to Meta as buttons", async () => {
    const desk = await receiving(menu);
    await says(desk, "oi");
    await sendEntry(desk, { v: 1, ticketId: (await liasTicket(desk)).id, number: 3 });
    expect(desk.seen.sent).toMatchObject([
      {
        type: "interactive",
        interactive: {
          ...{ type: "button", body: { text: menu.greeting } },
          action: {
            buttons: [
              { type: "reply", reply: { id: queueId, title: "Vendas" } },
              { type: "reply", reply: { id: otherQueueId, title: "Cobrança" } },
            ],
          },
        },
      },
    ]);
  });

  it("goes straight in where one queue is open", async () => {
    const desk = await receiving(menu, {
      billing: { active: false },
      salesQueue: { greeting: "Já vamos atender." },
    });
    await says(desk, "oi");
    expect(await liasTicket(desk)).toMatchObject({ phase: "waiting", queueId });
    expect(await asked(desk)).toEqual([["queue-greeting", "Já vamos atender."]]);
  });

  it("is only kept where none is, and asked once one opens", async () => {
    const desk = await receiving({ ...menu, queueIds: [otherQueueId] }, { billing: { active: false } });
    await says(desk, "oi");
    expect(await liasTicket(desk)).toMatchObject({ phase: "bot", bot: { kind: "menu", options: [] } });
    expect(await asked(desk)).toEqual([]);
    await changeReception(desk, menu);
    await says(desk, "oi?");
    expect(await liasTicket(desk)).toMatchObject({ phase: "waiting", queueId });
  });

  it("that comes after the window is asked nothing until they write again", async () => {
    const desk = await receiving(menu);
    const old = Date.parse(desk.clock.now()) / 1_000 - 25 * 3_600;
    await sends(desk, { type: "text", text: { body: "ontem" }, timestamp: old.toString() });
    expect(await asked(desk)).toEqual([]);
    await says(desk, "hoje");
    expect(await asked(desk)).toEqual([greeted]);
  });
});

describe("an answer is understood", () => {
  it.each([
    ["2", otherQueueId],
    ["2.", otherQueueId],
    ["２", otherQueueId],
    ["2️⃣", otherQueueId],
    ["opção 2", otherQueueId],
    ["1", queueId],
    ["Cobrança", otherQueueId],
    ["  COBRANCA ", otherQueueId],
    ["cobr", otherQueueId],
    ["ven", queueId],
  ])("%s", async (text, chosen) => {
    const desk = await receiving(menu);
    await says(desk, "oi");
    await says(desk, text);
    expect(await liasTicket(desk)).toMatchObject({ phase: "waiting", queueId: chosen });
  });

  it("tapped, also on a menu from before the queue's name changed", async () => {
    const desk = await receiving(menu);
    await says(desk, "oi");
    await taps(desk, otherQueueId, "Financeiro");
    const ticket = await liasTicket(desk);
    expect(ticket).toMatchObject({ phase: "waiting", queueId: otherQueueId });
    const entries = await timeline(desk, ticket.id);
    expect(entries.slice(3).map(({ type }) => type)).toEqual(["message", "queued"]);
    expect(entries[3]).toMatchObject({ content: { type: "choice", id: otherQueueId, title: "Financeiro" } });
  });
});

describe("an answer is not understood", () => {
  it.each(["3", "quero falar com alguém", "v", "?"])("%s: it is asked again, politely", async (text) => {
    const desk = await receiving(menu);
    await says(desk, "oi");
    await says(desk, text);
    expect(await asked(desk)).toEqual([greeted, unclear]);
    expect(await liasTicket(desk)).toMatchObject({ phase: "bot", bot: { tries: 1 } });
  });

  it("as often as the reception tries: then they stay a potential, and nothing more is said", async () => {
    const desk = await receiving(menu);
    for (const text of ["oi", "um", "dois", "três", "1", "alô?"]) await says(desk, text);
    expect(await asked(desk)).toEqual([greeted, unclear, unclear]);
    expect(await liasTicket(desk)).toMatchObject({ phase: "bot", bot: { kind: "none" }, unread: 6 });
  });

  it("or they go to the queue for those", async () => {
    const desk = await receiving({ ...menu, tries: 1, fallback: otherQueueId });
    for (const text of ["oi", "hein?"]) await says(desk, text);
    expect(await liasTicket(desk)).toMatchObject({ phase: "waiting", queueId: otherQueueId });
  });

  it("a picture is no answer either, but a reaction is not taken for one", async () => {
    const desk = await receiving(menu);
    await says(desk, "oi");
    await sends(desk, { type: "reaction", reaction: { message_id: "wamid.x", emoji: "👍" } });
    expect(await liasTicket(desk)).toMatchObject({ bot: { tries: 0 } });
    await sends(desk, { type: "image", image: { id: "1" } });
    expect(await liasTicket(desk)).toMatchObject({ bot: { tries: 1 } });
  });

  it("what was written before the menu could be read is not taken for an answer", async () => {
    const desk = await receiving(menu);
    await says(desk, "oi");
    const before = Date.parse(desk.clock.now()) / 1_000 - 1;
    await sends(desk, { type: "text", text: { body: "tudo bem?" }, timestamp: before.toString() });
    expect(await asked(desk)).toEqual([greeted]);
  });

  it("nor for the choice of a queue, although it reads as one; what is tapped, or written then, chooses", async () => {
    const desk = await receiving(menu);
    await says(desk, "oi");
    const before = Date.parse(desk.clock.now()) / 1_000 - 1;
    await sends(desk, { type: "text", text: { body: "2" }, timestamp: before.toString() });
    expect(await liasTicket(desk)).toMatchObject({ phase: "bot", bot: { tries: 0 } });
    expect(await asked(desk)).toEqual([greeted]);
    await says(desk, "1");
    expect(await liasTicket(desk)).toMatchObject({ phase: "waiting", queueId });
  });

  it("who wrote while they were asked again has read the menu: their number chooses", async () => {
    const desk = await receiving(menu);
    await says(desk, "oi");
    await says(desk, "quero falar");
    const before = Date.parse(desk.clock.now()) / 1_000 - 1;
    await sends(desk, { type: "text", text: { body: "2" }, timestamp: before.toString() });
    expect(await liasTicket(desk)).toMatchObject({ phase: "waiting", queueId: otherQueueId });
  });
});

describe("a reception that changes", () => {
  it("goes on as what it became", async () => {
    const desk = await receiving(menu);
    await says(desk, "oi");
    await changeReception(desk, { kind: "external" });
    await says(desk, "1");
    expect(await liasTicket(desk)).toMatchObject({ phase: "bot", bot: { kind: "external" } });
    await changeReception(desk, menu);
    await says(desk, "1");
    expect(await asked(desk)).toEqual([greeted, greeted]);
    await changeReception(desk, { kind: "queue", queueId: otherQueueId });
    await says(desk, "alô?");
    expect(await liasTicket(desk)).toMatchObject({ phase: "waiting", queueId: otherQueueId });
  });

  it("offers no more what was taken off, and asks anew who chooses it", async () => {
    const desk = await receiving({ ...menu, queueIds: [queueId, otherQueueId] });
    await says(desk, "oi");
    await changeReception(desk, { ...menu, queueIds: [otherQueueId, queueId] });
    // It is the number that they saw.
    await says(desk, "1");
    expect(await liasTicket(desk)).toMatchObject({ phase: "waiting", queueId });
  });

  it("says nothing of its own to the contacts of an external bot", async () => {
    const desk = await receiving({ kind: "external" });
    for (const text of ["oi", "2"]) await says(desk, text);
    expect(await liasTicket(desk)).toMatchObject({ phase: "bot", bot: { kind: "external" }, version: 3 });
    expect(await asked(desk)).toEqual([]);
  });
});
