import * as fc from "fast-check";
import { AgentItem, AgentListingItem, HeadItem, SeatItem } from "../../shared/contracts/stored/shapes.ts";
import { type Desk, noon, openDesk } from "../support/desk.ts";
import type { OpenTicket } from "../../shared/contracts/tickets.ts";
import { absent, put, remove, versionIs } from "../../shared/ports/store.ts";
import { expect, test } from "vitest";
import { recordChanges, withoutSessions } from "../../shared/actions/sessions/end-sessions.ts";
import { route, waiting, write } from "../support/conversation.ts";
import type { Agent } from "../../shared/contracts/organisation.ts";
import { DeskError } from "../../shared/contracts/errors.ts";
import { RetryLater } from "../../shared/ports/retry-later.ts";
import { type Shape, entityOf } from "../../shared/contracts/stored/shape.ts";
import type { Store } from "../../shared/ports/store.ts";
import { agents } from "../support/ids.ts";
import { keys } from "../../shared/contracts/stored/keys.ts";
import { openChannels } from "../../shared/domain/routing.ts";
import { releaseAgent } from "../../shared/actions/routing/release-agent.ts";
import { routeQueue } from "../../shared/actions/routing/route-queue.ts";
import { sweep } from "../../shared/actions/sweep/sweep.ts";
import { takeTicket } from "../../shared/actions/tickets/take-ticket.ts";
import { untilSettled } from "../../shared/actions/timeline/retry.ts";

const endings = ["signed out", "deactivated", "removed"] as const;

const itemsOf = <Value>(desk: Desk, shape: Shape<Value>): readonly Value[] =>
  desk.store
    .dump()
    .filter((item) => item.shape === shape.kind)
    .map((item) => entityOf(shape, item) as Value);
const openOf = (desk: Desk): readonly OpenTicket[] =>
  itemsOf(desk, HeadItem).filter((head): head is OpenTicket => head.phase === "open");

/** b, c and d, which hold after every commit. */
function checkLoads(desk: Desk): void {
  const live = itemsOf(desk, HeadItem).filter((head) => head.phase !== "closed");
  expect(new Set(live.map((head) => head.contactId)).size, "b").toBe(live.length);
  const open = openOf(desk);
  const seats = itemsOf(desk, SeatItem);
  for (const seat of seats) {
    const held = open.filter((head) => head.agentId === seat.agentId && head.sectorId === seat.sectorId);
    expect(seat.load, "c").toBe(held.length);
    expect(seat.load, "d").toBeLessThanOrEqual(seat.limit);
  }
  for (const head of open)
    expect(
      seats.some((seat) => seat.agentId === head.agentId),
      "c",
    ).toBe(true);
}

/** The desk as functions that run side by side see it: whose call has its turn is the scheduler's to say. */
const sideBySide = (desk: Desk, scheduler: fc.Scheduler): Desk => {
  const turn = <Answer>(run: () => Promise<Answer>): Promise<Answer> =>
    scheduler.schedule(Promise.resolve()).then(run);
  const { store } = desk;
  const gated: Store = {
    get: (shape, key, options) => turn(() => store.get(shape, key, options)),
    getMany: ((...input: Parameters<Store["getMany"]>) =>
      turn(() => store.getMany(...input))) as Store["getMany"],
    query: (shape, query) => turn(() => store.query(shape, query)),
    find: (index, query) => turn(() => store.find(index, query)),
    commit: (changes) =>
      turn(async () => {
        await store.commit(changes);
        checkLoads(desk);
      }),
  };
  return { ...desk, store: { ...store, ...gated } };
};

async function endOf(desk: Desk, id: Agent["id"], how: (typeof endings)[number]): Promise<void> {
  await untilSettled(async () => {
    const agent = await desk.store.get(AgentItem, keys.agent(id));
    if (agent === undefined) return;
    const changes =
      how === "removed"
        ? [
            remove("agent", AgentItem, keys.agent(id), versionIs(agent.version)),
            remove("listing", AgentListingItem, keys.agentListing(id)),
          ]
        : recordChanges(agent, withoutSessions({ ...agent, active: how === "signed out" }, desk.clock.now()));
    await desk.store.commit(changes);
  });
}

/** As the queue does: what asks to be called again is called again. */
async function release(desk: Desk, id: Agent["id"]): Promise<void> {
  for (let tries = 0; tries < 4; tries += 1) {
    try {
      await releaseAgent(desk, id);
      return;
    } catch (error) {
      if (!(error instanceof RetryLater)) throw error;
    }
  }
}

const ignoringRefusals = async (done: Promise<unknown>): Promise<void> => {
  try {
    await done;
  } catch (error) {
    if (!(error instanceof DeskError)) throw error;
  }
};

/** Sweeps until one finds nothing, a minute each, as the scheduler and the queue do. */
async function comeToRest(desk: Desk): Promise<void> {
  for (let minutes = 0; minutes < 10; minutes += 1) {
    desk.pass(60);
    const { routed, released } = await sweep(desk);
    if (routed + released === 0) return;
    for (const { body } of desk.seen.routing.splice(0))
      await (body.kind === "serve" ? routeQueue(desk, body.queueId) : release(desk, body.agentId));
  }
  throw new Error("the desk does not come to rest");
}

test("people leave while messages arrive, are routed and taken: nothing is lost, doubled or left with them", async () => {
  const leaving = fc.array(fc.record({ who: fc.nat({ max: 2 }), how: fc.constantFrom(...endings) }), {
    minLength: 1,
    maxLength: 3,
  });
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 7 }),
      leaving,
      async (scheduler, limit, customers, endsOf) => {
        const desk = await openDesk({ limit });
        await desk.store.commit(
          desk.people.map(({ id: agentId }) =>
            put(
              `listing ${agentId}`,
              AgentListingItem,
              { agentId, active: true, accessHours: null, sessionsValidAfter: noon },
              absent,
            ),
          ),
        );
        desk.pass(60);
        for (let count = 0; count < customers; count += 1)
          await write(desk, `wamid.before.${count}`, "oi", `55119900000${10 + count}`);
        await route(desk);
        desk.pass(1);
        const busy = sideBySide(desk, scheduler);
        const arriving = async (): Promise<void> => {
          for (let count = 0; count < 3; count += 1) {
            await write(busy, `wamid.during.${count}`, "oi", `55119900000${10 + customers + count - 1}`);
            await route(busy);
          }
        };
        const taking = async (): Promise<void> => {
          for (const actor of desk.people) {
            const [ticketId] = await waiting(busy);
            if (ticketId !== undefined) await ignoringRefusals(takeTicket(busy, { actor, ticketId }));
          }
        };
        const ending = endsOf.map(async ({ who, how }) => {
          const id = agents[who] ?? agents[0];
          await endOf(busy, id, how);
          await release(busy, id);
        });
        await scheduler.waitFor(Promise.all([arriving(), taking(), ...ending]));
        await comeToRest(desk);
        checkLoads(desk);
        const line = await waiting(desk);
        const known = itemsOf(desk, HeadItem);
        expect(known).toHaveLength(new Set(known.map((head) => head.contactId)).size);
        expect(line.length + openOf(desk).length).toBe(known.length);
        for (const seat of itemsOf(desk, SeatItem)) {
          const agent = await desk.store.get(AgentItem, keys.agent(seat.agentId));
          expect(agent, "a seat of nobody").toBeDefined();
          if (line.length > 0) expect(openChannels(seat, desk.queue.id), "e").toEqual([]);
          if (agent?.active === true) continue;
          expect(seat).toMatchObject({ load: 0 });
          expect(Object.values(seat.presence).every((it) => it.status === "offline")).toBe(true);
        }
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);
