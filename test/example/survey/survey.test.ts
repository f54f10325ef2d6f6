import { describe, expect, it } from "vitest";
import { AgentListingItem, HeadItem, LastTicketItem } from "../../../shared/contracts/stored/shapes.ts";
import { deliver, textMessage, timeline, waiting, write } from "../../support/conversation.ts";
import { listAgents, readAgent } from "../../../shared/actions/people/read-agents.ts";
import { minutesPass, ruleDesk, ruleSector } from "../../support/passing.ts";
import type { Desk } from "../../support/desk.ts";
import type { Ticket } from "../../../shared/contracts/tickets.ts";
import type { TicketId } from "../../../shared/contracts/ids.ts";
import { agentAt, supervisorOf } from "../../support/other-sector.ts";
import { agents, tags } from "../../support/ids.ts";
import { closeTicket } from "../../../shared/actions/tickets/close-ticket.ts";
import { createCursorSeal } from "../../../shared/adapters/cursor-seal.ts";
import { keys } from "../../../shared/contracts/stored/keys.ts";
import { absent, put } from "../../../shared/ports/store.ts";
import { openDesk } from "../../support/desk.ts";
import { sendMessage } from "../../../shared/actions/tickets/send-message.ts";
import { takeTicket } from "../../../shared/actions/tickets/take-ticket.ts";

const survey = { enabled: true, question: "De 1 a 5, como foi?" };
const [ana, rui] = agents;

/** A desk that surveys. */
async function surveying(rules: { readonly sector?: boolean; readonly desk?: boolean } = {}) {
  const desk = await openDesk({ routing: "manual", limit: 9 });
  await ruleDesk(desk, { survey: { ...survey, enabled: rules.desk ?? true } });
  await ruleSector(desk, { survey: rules.sector ?? true });
  return desk;
}

let messages = 0;
const says = (desk: Desk, text: string, from?: string): Promise<void> =>
  write(desk, `wamid.${(messages += 1)}`, text, from);

/** A customer taps one to five on the survey of a ticket. */
const taps = (desk: Desk, score: number, ticketId: TicketId): Promise<void> =>
  deliver(desk, {
    contacts: [{ profile: { name: "Lia" }, wa_id: "5511990000001" }],
    messages: [
      {
        ...textMessage(`wamid.tap.${(messages += 1)}`, "", desk.clock.now()),
        type: "interactive",
        interactive: { type: "list_reply", list_reply: { id: `rating-${score}-${ticketId}`, title: "★" } },
      },
    ],
  });

/** A customer's ticket is attended by the agent of this index, who closes it. */
async function attend(desk: Desk, index = 0, from?: string): Promise<TicketId> {
  await says(desk, "oi", from);
  const ticketId = (await waiting(desk)).at(-1);
  if (ticketId === undefined) throw new Error("nobody waits");
  const actor = agentAt(desk, index);
  await takeTicket(desk, { actor, ticketId });
  await closeTicket(desk, { actor, ticketId, tagIds: [tags[0]] });
  return ticketId;
}

const headOf = async (desk: Desk, ticketId: TicketId): Promise<Ticket> => {
  const found = await desk.store.get(HeadItem, keys.head(ticketId));
  if (found === undefined) throw new Error("there is no such ticket");
  return found;
};
const lastTypes = async (desk: Desk, ticketId: TicketId, count: number) =>
  (await timeline(desk, ticketId)).slice(-count).map((it) => ("purpose" in it ? it.purpose : it.type));
const people = (desk: Desk) => ({ ...desk, cursors: createCursorSeal("ab".repeat(32)) });
const boss = (desk: Desk) => ({ ...supervisorOf(desk), role: "admin" as const });
const ratingOf = async (desk: Desk, agentId: (typeof agents)[number]) =>
  (await readAgent(people(desk), { actor: boss(desk), agentId })).rating;

describe("when an agent closes a ticket", () => {
  it("the contact is asked how it was, in the same step, with one to five in a list", async () => {
    const desk = await surveying();
    const ticketId = await attend(desk);
    expect(await lastTypes(desk, ticketId, 2)).toEqual(["survey", "closed"]);
    const question = (await timeline(desk, ticketId)).at(-2);
    expect(question).toMatchObject({
      by: { kind: "system" },
      content: { type: "choices", form: "list", text: survey.question, options: [{}, {}, {}, {}, {}] },
    });
  });

  it.each([{ sector: false }, { desk: false }])("nobody is asked where a rule says no: %o", async (rules) => {
    const desk = await surveying(rules);
    const ticketId = await attend(desk);
    expect(await lastTypes(desk, ticketId, 1)).toEqual(["closed"]);
    const last = await desk.store.get(
      LastTicketItem,
      keys.lastTicket((await headOf(desk, ticketId)).contactId, desk.channel.id),
    );
    expect(last).toMatchObject({ ticketId, surveyUntil: null });
    await says(desk, "5");
    expect(await waiting(desk)).toHaveLength(1);
  });

  it("nobody is asked whom no agent attended, or once nothing may be said any more", async () => {
    const desk = await surveying();
    await says(desk, "oi");
    const [first] = await waiting(desk);
    if (first === undefined) throw new Error("nobody waits");
    await closeTicket(desk, { actor: boss(desk), ticketId: first, tagIds: [tags[0]] });
    expect(await lastTypes(desk, first, 1)).toEqual(["closed"]);
    await says(desk, "oi");
    const [second] = await waiting(desk);
    if (second === undefined) throw new Error("nobody waits");
    const actor = agentAt(desk, 0);
    await takeTicket(desk, { actor, ticketId: second });
    desk.pass(25 * 3_600);
    await closeTicket(desk, { actor, ticketId: second, tagIds: [tags[0]] });
    expect(await lastTypes(desk, second, 1)).toEqual(["closed"]);
  });

  it("or silence does, the contact is asked too", async () => {
    const desk = await surveying();
    const rule = { warnAfter: 60, warnText: "Alô?", closeAfter: 60, closeText: "Até logo." };
    await ruleSector(desk, { inactivity: rule });
    await says(desk, "oi");
    const [ticketId] = await waiting(desk);
    if (ticketId === undefined) throw new Error("nobody waits");
    const actor = agentAt(desk, 0);
    await takeTicket(desk, { actor, ticketId });
    const content = { type: "text", text: "Bom dia" } as const;
    await sendMessage(desk, { actor, ticketId, clientMessageId: "good-morning", content });
    await minutesPass(desk, 6);
    expect(await lastTypes(desk, ticketId, 3)).toEqual(["inactivity-close", "survey", "closed"]);
    await says(desk, "4");
    await expect(headOf(desk, ticketId)).resolves.toMatchObject({ rating: 4 });
  });
});

describe("the contact's answer", () => {
  it("is kept on the closed ticket and rates it and its agent; the contact is thanked, and no ticket opens", async () => {
    const desk = await surveying();
    const ticketId = await attend(desk);
    await says(desk, "nota 5");
    expect(await lastTypes(desk, ticketId, 3)).toEqual(["message", "rated", "survey-thanks"]);
    await expect(headOf(desk, ticketId)).resolves.toMatchObject({ phase: "closed", rating: 5, unread: 1 });
    expect(await waiting(desk)).toEqual([]);
    await expect(ratingOf(desk, ana)).resolves.toEqual({ average: 5, count: 1 });
  });

  it("may be the option that they tapped", async () => {
    const desk = await surveying();
    const ticketId = await attend(desk);
    const question = (await timeline(desk, ticketId)).at(-2);
    expect(question).toMatchObject({
      content: {
        options: expect.arrayContaining([expect.objectContaining({ id: `rating-2-${ticketId}` })]) as unknown,
      },
    });
    await taps(desk, 2, ticketId);
    await expect(headOf(desk, ticketId)).resolves.toMatchObject({ rating: 2 });
  });

  it("is none that they wrote before they were asked: it opens a ticket, where somebody reads it", async () => {
    const desk = await surveying();
    await says(desk, "oi");
    const [ticketId] = await waiting(desk);
    if (ticketId === undefined) throw new Error("nobody waits");
    const actor = agentAt(desk, 0);
    await takeTicket(desk, { actor, ticketId });
    const writtenAt = desk.clock.now();
    desk.pass(1);
    await closeTicket(desk, { actor, ticketId, tagIds: [tags[0]] });
    await deliver(desk, {
      contacts: [{ profile: { name: "Lia" }, wa_id: "5511990000001" }],
      messages: [textMessage("wamid.quantity", "2", writtenAt)],
    });
    await expect(headOf(desk, ticketId)).resolves.toMatchObject({ rating: null });
    expect(await waiting(desk)).toHaveLength(1);
  });

  it("tapped on an older survey rates that ticket, also while another is attended", async () => {
    const desk = await surveying();
    const older = await attend(desk, 1);
    desk.pass(60);
    const newer = await attend(desk, 0);
    await says(desk, "mais uma coisa");
    const [live] = await waiting(desk);
    await taps(desk, 1, older);
    expect(await lastTypes(desk, older, 3)).toEqual(["message", "rated", "survey-thanks"]);
    await expect(headOf(desk, older)).resolves.toMatchObject({ rating: 1 });
    await expect(headOf(desk, newer)).resolves.toMatchObject({ rating: null });
    expect(await waiting(desk)).toEqual([live]);
    if (live === undefined) throw new Error("nobody waits");
    expect((await timeline(desk, live)).filter(({ type }) => type === "message")).toHaveLength(1);
    await expect(ratingOf(desk, rui)).resolves.toEqual({ average: 1, count: 1 });
    await expect(ratingOf(desk, ana)).resolves.toBeNull();
    // The last one still asks.
    await taps(desk, 5, newer);
    await expect(headOf(desk, newer)).resolves.toMatchObject({ rating: 5 });
  });

  it.each(["answered", "over"])(
    "tapped on a survey that is %s is kept there: it rates nothing and opens nothing",
    async (how) => {
      const desk = await surveying();
      const ticketId = await attend(desk);
      if (how === "answered") await taps(desk, 4, ticketId);
      else desk.pass(24 * 3_600);
      await taps(desk, 1, ticketId);
      await expect(headOf(desk, ticketId)).resolves.toMatchObject({ rating: how === "answered" ? 4 : null });
      expect(await lastTypes(desk, ticketId, 1)).toEqual(["message"]);
      expect(await waiting(desk)).toEqual([]);
      await expect(ratingOf(desk, ana)).resolves.toEqual(
        how === "answered" ? { average: 4, count: 1 } : null,
      );
    },
  );

  it("tapped on the survey of a ticket that is not theirs is a message like any other", async () => {
    const desk = await surveying();
    const other = await attend(desk, 0, "5511990000077");
    await taps(desk, 1, other);
    await expect(headOf(desk, other)).resolves.toMatchObject({ rating: null });
    expect(await waiting(desk)).toHaveLength(1);
  });

  it("told twice by the provider, counts once", async () => {
    const desk = await surveying();
    const ticketId = await attend(desk);
    await write(desk, "wamid.same", "3");
    await write(desk, "wamid.same", "3");
    expect(await lastTypes(desk, ticketId, 3)).toEqual(["message", "rated", "survey-thanks"]);
    expect(await waiting(desk)).toEqual([]);
    await expect(ratingOf(desk, ana)).resolves.toEqual({ average: 3, count: 1 });
  });

  it("a second time does not count: it opens a ticket, as anything else does", async () => {
    const desk = await surveying();
    const ticketId = await attend(desk);
    await says(desk, "5");
    await says(desk, "1");
    const [next] = await waiting(desk);
    if (next === undefined) throw new Error("no ticket opened");
    await expect(headOf(desk, next)).resolves.toMatchObject({ formerTicketId: ticketId });
    await expect(headOf(desk, ticketId)).resolves.toMatchObject({ rating: 5 });
  });

  it("is the next message only: after another word it is part of the new ticket", async () => {
    const desk = await surveying();
    const ticketId = await attend(desk);
    await says(desk, "esqueci uma coisa");
    await says(desk, "5");
    expect(await waiting(desk)).toHaveLength(1);
    await expect(headOf(desk, ticketId)).resolves.toMatchObject({ rating: null });
  });

  it("counts for 24 hours, while the window lasts", async () => {
    const desk = await surveying();
    const ticketId = await attend(desk);
    desk.pass(24 * 3_600);
    await says(desk, "5");
    await expect(headOf(desk, ticketId)).resolves.toMatchObject({ rating: null });
    expect(await waiting(desk)).toHaveLength(1);
  });
});

describe("an agent's overall rating", () => {
  it("is the average of the tickets they attended, and nobody else's", async () => {
    const desk = await surveying();
    for (const [index, score] of [5, 4, 4].entries()) {
      const from = `551199000001${index}`;
      await attend(desk, 0, from);
      await says(desk, score.toString(), from);
    }
    await attend(desk, 1, "5511990000020");
    await says(desk, "★★", "5511990000020");
    await expect(ratingOf(desk, ana)).resolves.toEqual({ average: 4.33, count: 3 });
    await expect(ratingOf(desk, rui)).resolves.toEqual({ average: 2, count: 1 });
    await expect(ratingOf(desk, agents[2])).resolves.toBeNull();
  });

  it("stands in the list of people", async () => {
    const desk = await surveying();
    await attend(desk);
    await says(desk, "5");
    await desk.store.commit(
      desk.people.map(({ id: agentId, active, accessHours, sessionsValidAfter }) =>
        put(agentId, AgentListingItem, { agentId, active, accessHours, sessionsValidAfter }, absent),
      ),
    );
    const { items } = await listAgents(people(desk), { actor: boss(desk), cursor: undefined, limit: 10 });
    for (const { id, rating } of items) expect(rating).toEqual(id === ana ? { average: 5, count: 1 } : null);
  });
});
