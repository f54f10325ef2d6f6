import { describe, expect, it } from "vitest";
import { HeadItem, TimerItem } from "../../../shared/contracts/stored/shapes.ts";
import { agentAt, openOtherSector } from "../../support/other-sector.ts";
import { agents, otherQueueId, queueId } from "../../support/ids.ts";
import { keys, partitions } from "../../../shared/contracts/stored/keys.ts";
import { minutesPass, relayed, ruleSector } from "../../support/passing.ts";
import { timeline, waiting, write } from "../../support/conversation.ts";
import type { Ticket } from "../../../shared/contracts/tickets.ts";
import { addSeconds } from "../../../shared/domain/time.ts";
import { createAttempts } from "../../../shared/actions/sweep/attempts.ts";
import { fireTimers } from "../../../shared/actions/sweep/timers.ts";
import { openDesk } from "../../support/desk.ts";
import { sendMessage } from "../../../shared/actions/tickets/send-message.ts";
import { snoozeTicket } from "../../../shared/actions/snooze/snooze-ticket.ts";
import { takeTicket } from "../../../shared/actions/tickets/take-ticket.ts";
import { transferTicket } from "../../../shared/actions/tickets/transfer-ticket.ts";
import { begin, outreachDesk, template } from "../open-ticket/support.ts";
import { wakeDue } from "../../../shared/actions/snooze/wake-due.ts";
import { wakeTicket } from "../../../shared/actions/snooze/wake-ticket.ts";

const rule = {
  ...{ warnAfter: 600, warnText: "Ainda está aí?" },
  ...{ closeAfter: 300, closeText: "Encerramos por falta de resposta." },
};

/** A desk whose sector has the rule, with a customer's ticket at its first agent, whom the customer wrote to. */
async function attended({ ruled = true }: { readonly ruled?: boolean } = {}) {
  const desk = await openDesk({ routing: "manual", limit: 5 });
  if (ruled) await ruleSector(desk, { inactivity: rule, tagsRequired: true });
  await write(desk, "wamid.1", "oi");
  const [ticketId] = await waiting(desk);
  if (ticketId === undefined) throw new Error("nobody waits");
  const actor = agentAt(desk, 0);
  await takeTicket(desk, { actor, ticketId });
  const head = async (): Promise<Ticket> => {
    const found = await desk.store.get(HeadItem, keys.head(ticketId));
    if (found === undefined) throw new Error("there is no such ticket");
    return found;
  };
  let count = 0;
  const answer = () =>
    sendMessage(desk, {
      ...{ actor, ticketId, clientMessageId: `answer-${(count += 1)}` },
      content: { type: "text", text: "Qual é o pedido?" },
    });
  /** What the desk itself said since the beginning. */
  const said = async () =>
    (await timeline(desk, ticketId)).flatMap((it) =>
      it.type === "message" && it.direction === "out" && it.by.kind === "system" ? [it.purpose] : [],
    );
  const timers = async () => (await desk.store.query(TimerItem, { pk: partitions.timers, limit: 100 })).items;
  return { desk, actor, ticketId, head, answer, said, timers };
}

describe("a contact who does not answer", () => {
  it("is warned after the time of the sector's rule, and not before", async () => {
    const { desk, head, answer, said } = await attended();
    await answer();
    await minutesPass(desk, 9);
    await expect(head()).resolves.toMatchObject({ phase: "open", warnedAt: null });
    await minutesPass(desk, 2);
    expect(await said()).toEqual(["inactivity-warning"]);
    const warnedAt: unknown = expect.any(String);
    await expect(head()).resolves.toMatchObject({ phase: "open", warnedAt });
  });

  it("and stays silent, is told so, and the ticket closes, although nobody chose a tag", async () => {
    const { desk, head, answer, said } = await attended();
    await answer();
    await minutesPass(desk, 17);
    await expect(head()).resolves.toMatchObject({ phase: "closed", reason: "inactivity", tagIds: [] });
    expect(await said()).toEqual(["inactivity-warning", "inactivity-close"]);
  });

  it("is warned once in a silence", async () => {
    const { desk, answer, said } = await attended();
    await answer();
    await minutesPass(desk, 14);
    expect(await said()).toEqual(["inactivity-warning"]);
  });

  it("but then writes, is not closed", async () => {
    const { desk, head, answer } = await attended();
    await answer();
    await minutesPass(desk, 11);
    await write(desk, "wamid.2", "estou aqui");
    await minutesPass(desk, 30);
    await expect(head()).resolves.toMatchObject({ phase: "open", warnedAt: null });
  });

  it("to whom the agent writes again after the warning, has the whole time anew, and is warned again", async () => {
    const { desk, head, answer, said } = await attended();
    await answer();
    await minutesPass(desk, 11);
    await answer();
    await expect(head()).resolves.toMatchObject({ warnedAt: null });
    await minutesPass(desk, 9);
    expect(await said()).toEqual(["inactivity-warning"]);
    await minutesPass(desk, 2);
    expect(await said()).toEqual(["inactivity-warning", "inactivity-warning"]);
  });
});

describe("is not silent", () => {
  it("who wrote last, however long nobody answers them", async () => {
    const { desk, head, said } = await attended();
    await minutesPass(desk, 60);
    expect(await said()).toEqual([]);
    await expect(head()).resolves.toMatchObject({ phase: "open" });
  });

  it("whose ticket is put away; once it is awake the time begins", async () => {
    const { desk, actor, ticketId, head, answer, said } = await attended();
    await answer();
    await minutesPass(desk, 11);
    const until = addSeconds(desk.clock.now(), 7_200);
    await snoozeTicket(desk, { actor, ticketId, until, template: null, confirmed: false });
    await minutesPass(desk, 60);
    await expect(head()).resolves.toMatchObject({ phase: "snoozed", warnedAt: null });
    await wakeTicket(desk, { actor, ticketId });
    await minutesPass(desk, 9);
    expect(await said()).toEqual(["inactivity-warning"]);
    await minutesPass(desk, 2);
    expect(await said()).toEqual(["inactivity-warning", "inactivity-warning"]);
  });

  it("who waits for an agent; with the next one the time begins", async () => {
    const { desk, actor, ticketId, head, answer, said } = await attended();
    await answer();
    const how = { note: null, force: false, confirmed: true };
    await transferTicket(desk, { actor, ticketId, to: { kind: "queue", queueId }, ...how });
    await minutesPass(desk, 30);
    await expect(head()).resolves.toMatchObject({ phase: "waiting" });
    await takeTicket(desk, { actor: agentAt(desk, 1), ticketId });
    await minutesPass(desk, 9);
    expect(await said()).toEqual([]);
    await minutesPass(desk, 2);
    expect(await said()).toEqual(["inactivity-warning"]);
  });
});

describe("when the 24 hours are over", () => {
  it("nothing can be said, and the ticket closes once the contact had 24 hours for the last message", async () => {
    const { desk, head, answer, said } = await attended();
    desk.pass(24 * 3_600 - 300);
    await answer();
    await minutesPass(desk, 20);
    desk.pass(23 * 3_600 + 38 * 60);
    await minutesPass(desk, 1);
    await expect(head()).resolves.toMatchObject({ phase: "open" });
    await minutesPass(desk, 3);
    await expect(head()).resolves.toMatchObject({ phase: "closed", reason: "inactivity" });
    expect(await said()).toEqual([]);
  });

  it("a conversation begun with a template has them too, and closes unanswered after that", async () => {
    const desk = await outreachDesk();
    await ruleSector(desk, { inactivity: rule });
    const { ticket } = await begin(desk);
    const head = () => desk.store.get(HeadItem, keys.head(ticket.id));
    await minutesPass(desk, 20);
    desk.pass(23 * 3_600 + 38 * 60);
    await minutesPass(desk, 1);
    await expect(head()).resolves.toMatchObject({ phase: "open", warnedAt: null });
    await minutesPass(desk, 3);
    await expect(head()).resolves.toMatchObject({ phase: "closed", reason: "inactivity" });
  });

  it("one that a template woke has them anew", async () => {
    const { desk, actor, ticketId, head, answer } = await attended();
    await answer();
    const until = addSeconds(desk.clock.now(), 25 * 3_600);
    await snoozeTicket(desk, { actor, ticketId, until, template, confirmed: false });
    desk.pass(25 * 3_600);
    await minutesPass(desk, 4);
    await wakeDue(desk, { ticketId, snooze: 1 });
    await minutesPass(desk, 60);
    await expect(head()).resolves.toMatchObject({ phase: "open", agentId: actor.id, warnedAt: null });
    desk.pass(23 * 3_600 + 10 * 60);
    await minutesPass(desk, 2);
    await expect(head()).resolves.toMatchObject({ phase: "closed", reason: "inactivity" });
  });
});

describe("the rule that counts is the one that holds when the time comes", () => {
  it("a rule that went away warns and closes nobody", async () => {
    const { desk, head, answer, timers } = await attended();
    await answer();
    await minutesPass(desk, 11);
    await ruleSector(desk, { inactivity: null });
    await minutesPass(desk, 20);
    await expect(head()).resolves.toMatchObject({ phase: "open" });
    expect(await timers()).toEqual([]);
  });

  it("one that came later holds for open tickets too, within an hour", async () => {
    const { desk, head, answer } = await attended({ ruled: false });
    await answer();
    await relayed(desk);
    await ruleSector(desk, { inactivity: rule });
    await minutesPass(desk, 60 + 17);
    await expect(head()).resolves.toMatchObject({ phase: "closed", reason: "inactivity" });
  });

  it("a ticket in another sector follows that one's", async () => {
    const { desk, ticketId, actor, head, answer } = await attended();
    await openOtherSector(desk, {
      servers: [agents[0], agents[1]],
      sector: { inactivity: { ...rule, warnAfter: 3_600 } },
    });
    await answer();
    const to = { kind: "agent", agentId: agents[1], queueId: otherQueueId } as const;
    await transferTicket(desk, { actor, ticketId, to, note: null, force: false, confirmed: false });
    await minutesPass(desk, 40);
    await expect(head()).resolves.toMatchObject({ phase: "open", warnedAt: null });
  });
});

describe("timers", () => {
  it("are put again without harm, and leave nothing behind", async () => {
    const { desk, answer, head, timers } = await attended();
    await answer();
    await relayed(desk);
    const [timer] = await timers();
    if (timer === undefined) throw new Error("there is no timer");
    await minutesPass(desk, 10);
    // The relay is told again of what it knew an hour ago.
    await desk.store.commit([
      { do: "put", name: "timer", shape: TimerItem as never, value: timer, when: [] },
    ]);
    await minutesPass(desk, 7);
    await expect(head()).resolves.toMatchObject({ phase: "closed" });
    await minutesPass(desk, 2);
    expect(await timers()).toEqual([]);
  });

  it("two sweeps at once warn once", async () => {
    const { desk, answer, said } = await attended();
    await answer();
    await minutesPass(desk, 9);
    desk.pass(120);
    const attempts = createAttempts(desk.log);
    await Promise.all([fireTimers(desk, attempts), fireTimers(desk, attempts)]);
    expect(attempts.failures).toEqual([]);
    expect(await said()).toEqual(["inactivity-warning"]);
  });
});
