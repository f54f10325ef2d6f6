import { describe, expect, it } from "vitest";
import { agents, channelId, queueId, tags } from "../../support/ids.ts";
import { another, attendLia, deskWith, headOf, lia, link, onlyWaiting } from "./support.ts";
import { changeSeat, supervisorOf } from "../../support/other-sector.ts";
import { createAttempts } from "../../../shared/actions/sweep/attempts.ts";
import { everySeat } from "../../../shared/actions/sweep/seats.ts";
import { forgottenLines } from "../../../shared/actions/sweep/lines.ts";
import type { Seat } from "../../../shared/contracts/organisation.ts";
import { noon, openDesk } from "../../support/desk.ts";
import { openTickets, route, timeline, waiting, write } from "../../support/conversation.ts";
import { EntryItem } from "../../../shared/contracts/stored/shapes.ts";
import { addSeconds } from "../../../shared/domain/time.ts";
import { closeTicket } from "../../../shared/actions/tickets/close-ticket.ts";
import { endPreference } from "../../../shared/actions/routing/preferred.ts";
import { relay } from "../../../shared/actions/relay/relay.ts";

const offline = { [channelId]: { status: "offline" as const, since: noon } };
const paused = { [channelId]: { status: "paused" as const, since: noon } };

/** Lia was attended by the first agent, who has no room now, and writes again; the others are free. */
async function liaIsBack(presence?: Seat["presence"]) {
  const desk = await openDesk();
  const former = await attendLia(desk);
  const full = presence === undefined ? { load: 2 } : { presence };
  await changeSeat(desk, former.agentId, full);
  await write(desk, "wamid.back", "oi de novo", lia);
  return { desk, former };
}

describe("a contact who comes back", () => {
  it("has a ticket that knows the one before it", async () => {
    const { desk, former } = await liaIsBack();
    expect((await onlyWaiting(desk)).formerTicketId).toBe(former.id);
  });

  it("waits for who attended them last, for the time of the settings, although others are free", async () => {
    const { desk, former } = await liaIsBack();
    const until = addSeconds(desk.clock.now(), 60);
    expect((await onlyWaiting(desk)).preference).toEqual({
      agentId: former.agentId,
      until,
      why: "last-agent",
    });
    expect(await route(desk)).toEqual({ assigned: 0 });
  });

  it("waits for them also after a ticket of theirs that nobody attended", async () => {
    const desk = await openDesk();
    const former = await attendLia(desk);
    for (const seat of agents) await changeSeat(desk, seat, { load: 2 });
    await write(desk, "wamid.in.vain", "alguém?", lia);
    const { id } = await onlyWaiting(desk);
    await closeTicket(desk, {
      actor: { ...supervisorOf(desk), role: "admin" },
      ticketId: id,
      tagIds: [tags[0]],
    });
    await write(desk, "wamid.back", "oi de novo", lia);
    expect(await onlyWaiting(desk)).toMatchObject({
      formerTicketId: id,
      preference: { agentId: former.agentId, why: "last-agent" },
    });
  });

  it("goes to them as soon as they have room, whoever has less to do", async () => {
    const { desk, former } = await liaIsBack();
    await changeSeat(desk, former.agentId, { load: 1 });
    await route(desk);
    const [ticket] = await openTickets(desk);
    expect(ticket).toMatchObject({ phase: "open", agentId: former.agentId });
    expect((await timeline(desk, ticket?.id ?? former.id)).at(-1)).toMatchObject({
      type: "assigned",
      reasons: { preferred: former.agentId, eligibleCount: 3 },
    });
  });

  it("waits for them also while they are paused", async () => {
    const { desk } = await liaIsBack(paused);
    expect(await route(desk)).toEqual({ assigned: 0 });
  });

  it("does not wait for somebody who is not there", async () => {
    const { desk, former } = await liaIsBack(offline);
    expect(await route(desk)).toEqual({ assigned: 1 });
    expect((await openTickets(desk))[0]).not.toMatchObject({ agentId: former.agentId });
  });

  it("goes to anybody once the time is over", async () => {
    const { desk, former } = await liaIsBack();
    desk.pass(59);
    expect(await route(desk)).toEqual({ assigned: 0 });
    desk.pass(1);
    expect(await route(desk)).toEqual({ assigned: 1 });
    expect((await openTickets(desk))[0]).not.toMatchObject({ agentId: former.agentId });
  });

  it("holds up nobody who came later: they are served past all who wait for that agent", async () => {
    const desk = await deskWith({ limit: 1 }, {});
    const held = 30;
    for (let index = 0; index < held; index += 1) {
      await another(desk, index);
      const { id, contactId } = await onlyWaiting(desk);
      await closeTicket(desk, { actor: supervisorOf(desk), ticketId: id, tagIds: [tags[0]] });
      await link(desk, contactId, agents[0]);
    }
    await changeSeat(desk, agents[0], { load: 1 });
    for (let index = 0; index < held; index += 1) await another(desk, index);
    await another(desk, held);
    await expect(route(desk)).resolves.toEqual({ assigned: 1 });
    expect((await openTickets(desk)).map((it) => it.formerTicketId)).toEqual([null]);
    expect(await waiting(desk)).toHaveLength(held);
  });

  it("prefers nobody where the settings say so, and nobody who does not serve the queue any more", async () => {
    const desk = await deskWith({}, {}, { preferredSeconds: 0 });
    await attendLia(desk);
    await write(desk, "wamid.back", "oi de novo", lia);
    expect((await onlyWaiting(desk)).preference).toBeNull();

    const other = await openDesk();
    const former = await attendLia(other);
    await changeSeat(other, former.agentId, { queueIds: [] });
    await write(other, "wamid.back", "oi de novo", lia);
    expect((await onlyWaiting(other)).preference).toBeNull();
  });
});

describe("a contact with an agent of their own", () => {
  it("waits for that agent rather than for who attended them last", async () => {
    const desk = await openDesk();
    const former = await attendLia(desk);
    const own = agents.find((id) => id !== former.agentId) ?? null;
    await link(desk, former.contactId, own);
    await write(desk, "wamid.back", "oi de novo", lia);
    expect((await onlyWaiting(desk)).preference).toMatchObject({ agentId: own, why: "linked-agent" });
  });

  it("waits for who attended them last where only that one is there", async () => {
    const desk = await openDesk();
    const former = await attendLia(desk);
    const own = agents.find((id) => id !== former.agentId) ?? agents[0];
    await link(desk, former.contactId, own);
    await changeSeat(desk, own, { presence: offline });
    await write(desk, "wamid.back", "oi de novo", lia);
    expect((await onlyWaiting(desk)).preference).toMatchObject({
      agentId: former.agentId,
      why: "last-agent",
    });
  });
});

describe("the end of a preference", () => {
  it("is asked for by the relay, a second after it, and then the line is served", async () => {
    const { desk } = await liaIsBack();
    const { id } = await onlyWaiting(desk);
    const queued = (await timeline(desk, id)).find(({ type }) => type === "queued");
    if (queued === undefined) throw new Error("it was never queued");
    const item = { ...EntryItem.key(queued), shape: EntryItem.kind, v: 1, ...queued };
    await relay(desk, [{ id: "1", new: item }]);
    const [job] = desk.seen.wakeups;
    expect(job).toMatchObject({ body: { v: 1, kind: "preference", queueId }, delaySeconds: 61 });
    desk.seen.routing.length = 0;
    await endPreference(desk, queueId, "a message");
    expect(desk.seen.routing).toMatchObject([{ body: { kind: "serve", queueId }, group: queueId }]);
  });

  it("that nobody noticed is found by the sweep, which leaves alone who still waits for their agent", async () => {
    const { desk } = await liaIsBack();
    const found = async () => {
      const attempts = createAttempts(desk.log);
      return forgottenLines(desk, await everySeat(desk, attempts), attempts, "m");
    };
    await expect(found()).resolves.toEqual([]);
    desk.pass(60);
    await expect(found()).resolves.toMatchObject([{ body: { kind: "serve", queueId } }]);
  });
});

describe("a preferred agent who goes", () => {
  it.each([
    ["offline", { presence: offline }],
    ["from the queue", { queueIds: [] }],
  ] satisfies [string, Partial<Seat>][])(
    "%s gives the ticket free at once: the relay has the line served",
    async (_, change) => {
      const { desk, former } = await liaIsBack();
      expect(await route(desk)).toEqual({ assigned: 0 });
      await changeSeat(desk, former.agentId, change);
      const seen = desk.store.changes.at(-1);
      await relay(desk, [{ id: "1", old: seen?.oldItem, new: seen?.newItem }]);
      expect(desk.seen.routing).toMatchObject([{ body: { kind: "serve", queueId }, group: queueId }]);
      expect(await route(desk)).toEqual({ assigned: 1 });
    },
  );
});

describe("a ticket that closes", () => {
  it("says who attended it, for the next one; the one after that follows the second", async () => {
    const desk = await openDesk();
    const first = await attendLia(desk);
    await write(desk, "wamid.second", "oi de novo", lia);
    const second = await onlyWaiting(desk);
    expect([first.formerTicketId, second.formerTicketId]).toEqual([null, first.id]);
    expect((await headOf(desk, first.id)).phase).toBe("closed");
  });
});
