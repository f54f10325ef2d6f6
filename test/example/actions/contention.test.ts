import { describe, expect, it } from "vitest";
import { closeTicket } from "../../../shared/actions/tickets/close-ticket.ts";
import { createQueue } from "../../../shared/actions/organisation/create-queue.ts";
import { receiveJob } from "../../../shared/actions/intake/receive-job.ts";
import { recordChanges, withoutSessions } from "../../../shared/actions/sessions/end-sessions.ts";
import { releaseAgent } from "../../../shared/actions/routing/release-agent.ts";
import { routeQueue } from "../../../shared/actions/routing/route-queue.ts";
import { sendMessage } from "../../../shared/actions/tickets/send-message.ts";
import { takeTicket } from "../../../shared/actions/tickets/take-ticket.ts";
import type { Agent } from "../../../shared/contracts/organisation.ts";
import type { Ticket } from "../../../shared/contracts/tickets.ts";
import { NewQueue } from "../../../shared/contracts/routes/sectors.ts";
import { QueueItem } from "../../../shared/contracts/stored/shapes.ts";
import { partitions, prefixes } from "../../../shared/contracts/stored/keys.ts";
import { type Seen, contended } from "../../support/contention.ts";
import { type Desk, openDesk } from "../../support/desk.ts";
import { openTickets, textMessage, waiting, write } from "../../support/conversation.ts";
import { agents, queueId, sectorId, tags } from "../../support/ids.ts";
import { addQueue, admin, request } from "../organisation/support.ts";

type Options = Parameters<typeof openDesk>[0];

/** A desk, and the same desk under load. */
async function open(options: Options) {
  const desk = await openDesk(options);
  const contention = contended(desk.store);
  return { desk, busy: { ...desk, store: contention.store as Desk["store"] }, ...contention };
}

const customer = (index: number): string => `55119900${index.toString().padStart(5, "0")}`;

/** So many customers write at the same moment, each handled by a worker of its own. */
const allWrite = (desk: Desk, count: number): Promise<unknown> =>
  Promise.all(
    Array.from({ length: count }, (_, index) =>
      receiveJob(desk, {
        ...{ v: 1, phoneNumberId: "700200", receivedAt: desk.clock.now() },
        items: [
          {
            ...{ kind: "message", inspectionId: null, contact: { profile: { name: "Lia" } } },
            value: { ...textMessage(`wamid.${index}`, "oi", desk.clock.now(), customer(index)) } as never,
          },
        ],
      }),
    ),
  );

const refusals = (seen: readonly Seen[]): number => seen.filter(({ refused }) => refused).length;

const lia = (desk: Desk): Agent => desk.people[0] as Agent;

/** So many tickets in the hands of one agent. */
async function held(desk: Desk, count: number): Promise<readonly Ticket[]> {
  for (let index = 0; index < count; index += 1) await write(desk, `wamid.${index}`, "oi", customer(index));
  for (const ticketId of await waiting(desk)) await takeTicket(desk, { actor: lia(desk), ticketId });
  return openTickets(desk);
}

describe("under load, within one invocation", () => {
  it("newcomers never refuse each other: sixty at once, nobody twice", async () => {
    const { desk, busy, seen, run } = await open({ online: false });
    await run(() => allWrite(busy, 60));
    expect(await waiting(desk)).toHaveLength(60);
    expect(refusals(seen)).toBe(0);
    expect(seen).toHaveLength(60);
  });

  it("an agent closes ten tickets at once, while others write", async () => {
    const { desk, busy, seen, run } = await open({ limit: 20, online: false });
    const tickets = await held(desk, 10);
    await run(() =>
      Promise.all([
        ...tickets.map(({ id: ticketId }) =>
          closeTicket(busy, { actor: lia(desk), ticketId, tagIds: [tags[0]] }),
        ),
        allWrite(busy, 20),
      ]),
    );
    expect(await openTickets(desk)).toEqual([]);
    expect(refusals(seen)).toBeGreaterThan(0);
  });

  it("the router assigns while agents answer and close", async () => {
    const { desk, busy, seen, run } = await open({ limit: 6 });
    const tickets = await held(desk, 6);
    for (let index = 10; index < 40; index += 1) await write(desk, `wamid.${index}`, "oi", customer(index));
    await run(() =>
      Promise.all([
        routeQueue(busy, queueId),
        ...tickets.map(({ id: ticketId }, index) =>
          index % 2 === 0
            ? closeTicket(busy, { actor: lia(desk), ticketId, tagIds: [tags[0]] })
            : sendMessage(busy, {
                ...{ actor: lia(desk), ticketId, clientMessageId: `client-message-${index}` as never },
                content: { type: "text", text: "já vai" },
              }),
        ),
      ]),
    );
    await routeQueue(desk, queueId);
    expect(await openTickets(desk)).toHaveLength(18);
    expect(refusals(seen)).toBeGreaterThan(0);
  });

  it("twenty tickets of somebody who signed out go back to their line", async () => {
    const { desk, busy, run } = await open({ limit: 20, online: false });
    await held(desk, 20);
    await desk.store.commit(recordChanges(lia(desk), withoutSessions(lia(desk), desk.clock.now())));
    expect(await run(() => releaseAgent(busy, agents[0]))).toEqual({ released: 20 });
    expect(await openTickets(desk)).toEqual([]);
  });

  it("twenty changes of the organisation at once, which all raise its stamp", async () => {
    const { desk, busy, seen, run } = await open({});
    await addQueue(desk, "First of all");
    await run(() =>
      Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          createQueue(busy, request(), {
            ...{ actor: admin, sectorId },
            ...NewQueue.parse({ name: `Fila ${index}` }),
          }),
        ),
      ),
    );
    const { items } = await desk.store.query(QueueItem, {
      ...{ pk: partitions.configuration, prefix: prefixes.queues, limit: 100 },
    });
    expect(items).toHaveLength(22);
    expect(refusals(seen)).toBeGreaterThan(0);
  });
});
