import { describe, expect, it } from "vitest";
import { businessHours, changeSector, liasTicket, menu, receiving, said, says } from "./support.ts";
import { otherQueueId, queueId } from "../../support/ids.ts";
import type { Desk } from "../../support/desk.ts";

const hour = 3_600;
const texts = async (desk: Desk) => said(desk, (await liasTicket(desk)).id);
const refuses = { hours: businessHours, outOfHours: { kind: "refuse", text: "Abrimos às 9h." } } as const;
const letsWait = {
  hours: businessHours,
  outOfHours: { kind: "queue", text: "Responderemos às 9h." },
} as const;
const closed = ["out-of-hours", "Abrimos às 9h."] as const;
const full = ["queue-full", expect.stringContaining("cheia")] as const;

/** From Monday at 9:00 to 20:00. */
const atNight = (desk: Desk): void => desk.pass(11 * hour);

describe("straight into a queue, out of hours", () => {
  it("who may not wait is told so once, stays with the reception, and goes in when they write in hours", async () => {
    const desk = await receiving({ kind: "queue", queueId }, { sales: refuses });
    atNight(desk);
    for (const text of ["oi", "tem alguém?", "alô"]) await says(desk, text);
    expect(await liasTicket(desk)).toMatchObject({ phase: "bot", bot: { kind: "queue", queueId } });
    expect(await texts(desk)).toEqual([closed]);
    desk.pass(13 * hour);
    await says(desk, "bom dia");
    expect(await liasTicket(desk)).toMatchObject({ phase: "waiting", queueId });
    expect(await texts(desk)).toEqual([closed]);
  });

  it("is told again on another night", async () => {
    const desk = await receiving({ kind: "queue", queueId }, { sales: refuses });
    atNight(desk);
    await says(desk, "oi");
    desk.pass(24 * hour);
    await says(desk, "oi de novo");
    expect(await texts(desk)).toEqual([closed, closed]);
  });

  it("who may wait is told so in place of the greeting", async () => {
    const desk = await receiving(
      { kind: "queue", queueId },
      { sales: letsWait, salesQueue: { greeting: "Já vamos atender." } },
    );
    atNight(desk);
    await says(desk, "oi");
    expect(await liasTicket(desk)).toMatchObject({ phase: "waiting" });
    expect(await texts(desk)).toEqual([["out-of-hours", "Responderemos às 9h."]]);
  });
});

describe("a full line", () => {
  it("is tried again with each message, and told once an hour", async () => {
    const desk = await receiving({ kind: "queue", queueId }, { salesQueue: { waitingCap: 1 } });
    await says(desk, "cheguei antes", "5511990000009");
    for (const text of ["oi", "alô"]) await says(desk, text);
    expect(await texts(desk)).toEqual([full]);
    desk.pass(hour);
    await says(desk, "ainda aqui");
    expect(await texts(desk)).toEqual([full, full]);
    expect(await liasTicket(desk)).toMatchObject({ phase: "bot", unread: 3 });
  });
});

describe("a choice out of hours", () => {
  it("is refused once; the menu stays, and another choice counts", async () => {
    const desk = await receiving(menu, { sales: refuses });
    atNight(desk);
    for (const text of ["oi", "1", "vendas", "obrigado"]) await says(desk, text);
    expect(await texts(desk)).toEqual([["reception", menu.greeting], closed]);
    expect(await liasTicket(desk)).toMatchObject({ phase: "bot", bot: { kind: "menu", tries: 0 } });
    await says(desk, "2");
    expect(await liasTicket(desk)).toMatchObject({ phase: "waiting", queueId: otherQueueId });
  });

  it("is offered again when they write in hours", async () => {
    const desk = await receiving(menu, { sales: refuses });
    atNight(desk);
    for (const text of ["oi", "1"]) await says(desk, text);
    desk.pass(13 * hour);
    await says(desk, "bom dia");
    expect((await texts(desk)).at(-1)).toEqual(["reception", menu.greeting]);
    await says(desk, "1");
    expect(await liasTicket(desk)).toMatchObject({ phase: "waiting", queueId });
  });

  it("of a full queue is told so, and the menu stays", async () => {
    const desk = await receiving(menu, { salesQueue: { waitingCap: 1 } });
    await says(desk, "oi", "5511990000009");
    await says(desk, "1", "5511990000009");
    for (const text of ["oi", "1", "1"]) await says(desk, text);
    expect(await texts(desk)).toEqual([["reception", menu.greeting], full]);
    await says(desk, "2");
    expect(await liasTicket(desk)).toMatchObject({ phase: "waiting", queueId: otherQueueId });
  });

  it("of who gave up choosing waits for the queue that is left to them", async () => {
    const desk = await receiving({ ...menu, tries: 1, fallback: queueId }, { sales: refuses });
    atNight(desk);
    for (const text of ["oi", "hein?", "alguém?"]) await says(desk, text);
    expect(await texts(desk)).toEqual([["reception", menu.greeting], closed]);
    await changeSector(desk, { hours: null });
    await says(desk, "e agora?");
    expect(await liasTicket(desk)).toMatchObject({ phase: "waiting", queueId });
  });
});
