import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { removeQueue } from "../../shared/actions/organisation/removal/remove-queue.ts";
import { setQueueAgents } from "../../shared/actions/organisation/queues.ts";
import { routeQueue } from "../../shared/actions/routing/route-queue.ts";
import { closeTicket } from "../../shared/actions/tickets/close-ticket.ts";
import { takeTicket } from "../../shared/actions/tickets/take-ticket.ts";
import { DeskError } from "../../shared/contracts/errors.ts";
import type { QueueId } from "../../shared/contracts/ids.ts";
import { settleSeconds } from "../../shared/actions/organisation/removal/removal.ts";
import { keys } from "../../shared/contracts/stored/keys.ts";
import { HeadItem, PlaceItem, QueueItem, SeatItem } from "../../shared/contracts/stored/shapes.ts";
import { type Shape, entityOf } from "../../shared/contracts/stored/shape.ts";
import { StoreBusy } from "../../shared/ports/store.ts";
import { type Desk, openDesk } from "../support/desk.ts";
import { openTickets, waiting, write } from "../support/conversation.ts";
import { agents, queueId, tags } from "../support/ids.ts";
import { addQueue, admin, endReception, remembering } from "../example/organisation/support.ts";

/** What may happen at any moment of a removal. */
const meanwhile = fc.constantFrom(
  "write",
  "write",
  "route",
  "take",
  "close",
  "route target",
  "leave" as const,
);

/** A desk whose store lets one thing of the list happen before some of its commits. */
function interrupted(desk: Desk, happenings: (() => Promise<unknown>)[], gaps: number[]): Desk {
  let gap = gaps.shift() ?? 0;
  let inside = false;
  return {
    ...desk,
    store: {
      ...desk.store,
      commit: async (changes) => {
        if (!inside && gap-- <= 0) {
          gap = gaps.shift() ?? 1;
          inside = true;
          await happenings.shift()?.();
          inside = false;
        }
        await desk.store.commit(changes);
      },
    },
  };
}

/** What may be refused because the desk moved on. */
const tolerated = async (act: () => Promise<unknown>): Promise<void> => {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof DeskError) && !(error instanceof StoreBusy)) throw error;
  }
};

/** Nothing is lost: every head is where its phase says, and every load is what is held. */
function check(desk: Desk, queues: readonly QueueId[]): void {
  const items = desk.store.dump();
  const of = <Value>(shape: Shape<Value>): Value[] =>
    items.filter((it) => it["shape"] === shape.kind).map((it) => entityOf(shape, it) as Value);
  const heads = of(HeadItem);
  const placed = of(PlaceItem);
  const seats = of(SeatItem);
  for (const head of heads) {
    const places = placed.filter((it) => it.ticketId === head.id);
    if (head.phase !== "waiting") expect(places).toEqual([]);
    if (head.phase === "waiting") {
      expect(queues).toContain(head.queueId);
      expect(places).toMatchObject([
        { queueId: head.queueId, priority: head.priority, queuedAt: head.queuedAt },
      ]);
    }
    if (head.phase === "open") expect(queues).toContain(head.queueId);
  }
  for (const seat of seats) {
    const held = heads.filter(
      (it) => it.phase === "open" && it.agentId === seat.agentId && it.sectorId === seat.sectorId,
    );
    expect(seat.load).toBe(held.length);
    expect(seat.load).toBeLessThanOrEqual(seat.limit);
  }
  const open = heads.filter((head) => head.phase === "open");
  expect(seats.reduce((sum, seat) => sum + seat.load, 0)).toBe(open.length);
}

/** Asks once for a removal: whether it is done, goes on, or was refused as if it had not been asked for. */
async function ask(
  desk: Desk,
  input: Parameters<typeof removeQueue>[1],
): Promise<"removed" | "refused" | "under way"> {
  try {
    return (await removeQueue(desk, input)).removed ? "removed" : "under way";
  } catch (error) {
    if (error instanceof DeskError && error.code === "HAS_LIVE_TICKETS") return "refused";
    throw error;
  }
}

describe("removing a queue while the desk goes on", () => {
  it("loses no ticket, passes no limit, and leaves nobody in a queue that is gone", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          customers: fc.integer({ min: 0, max: 8 }),
          how: fc.constantFrom("close", "move", "nothing said" as const),
          serve: fc.subarray([...agents]),
          events: fc.array(meanwhile, { maxLength: 12 }),
          gaps: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 12 }),
        }),
        async ({ customers, how, serve, events, gaps }) => {
          const desk = await openDesk({ limit: 2 });
          for (let at = 0; at < customers; at += 1) {
            await write(desk, `wamid.B${at}`, "oi", `551199000010${at}`);
            desk.pass(1);
          }
          await routeQueue(desk, queueId);
          // Contacts come in through a function that remembers the reception as it was.
          const inbound = await remembering(desk);
          await endReception(desk);
          const target = await addQueue(desk, "Destino", { agentIds: serve });
          const happen: Readonly<Record<(typeof events)[number], (at: number) => Promise<unknown>>> = {
            write: (at) =>
              write(inbound, `wamid.W${at}`, "oi", `55119900002${at.toString().padStart(2, "0")}`),
            route: () => routeQueue(desk, queueId),
            "route target": () => routeQueue(desk, target.id),
            take: async () => {
              const [ticketId] = await waiting(desk);
              const actor = desk.people[0];
              if (ticketId !== undefined && actor !== undefined) await takeTicket(desk, { actor, ticketId });
            },
            close: async () => {
              const [ticket] = await openTickets(desk);
              const tagIds = [tags[0]];
              if (ticket !== undefined)
                await closeTicket(desk, { actor: admin, ticketId: ticket.id, tagIds });
            },
            leave: () => setQueueAgents(desk, { actor: admin, queueId, agentIds: [agents[1]] }),
          };
          const acts = events.map((event, at) => () => tolerated(() => happen[event](at)));
          const stormy = interrupted(desk, acts, gaps);
          const said = { close: { closeAll: true }, move: { transferTo: target.id }, "nothing said": {} };
          let outcome = "under way";
          for (let round = 0; round < 10 && outcome === "under way"; round += 1) {
            outcome = await ask(stormy, { actor: admin, queueId, ...said[how] });
            // By and by the inbound function learns of it, too.
            desk.pass(settleSeconds / 4);
          }
          expect(outcome).toBeOneOf(how === "nothing said" ? ["removed", "refused"] : ["removed"]);
          const there = await desk.store.get(QueueItem, keys.queue(queueId));
          expect(there === undefined).toBe(outcome === "removed");
          if (there !== undefined) expect(there.removing).toBeNull();
          check(desk, outcome === "removed" ? [target.id] : [target.id, queueId]);
        },
      ),
      { numRuns: 120 },
    );
  }, 60_000);
});
