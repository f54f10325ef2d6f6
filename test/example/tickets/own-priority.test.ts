import { describe, expect, it } from "vitest";
import { agents, otherQueueId, queueId } from "../../support/ids.ts";
import { openOtherSector, supervisorOf } from "../../support/other-sector.ts";
import { openTickets, route, write } from "../../support/conversation.ts";
import type { Desk } from "../../support/desk.ts";
import { DeskError } from "../../../shared/contracts/errors.ts";
import type { OpenTicket } from "../../../shared/contracts/tickets.ts";
import { PlaceItem } from "../../../shared/contracts/stored/shapes.ts";
import type { QueueId } from "../../../shared/contracts/ids.ts";
import { decide } from "../../../shared/domain/ticket/decide.ts";
import { openDesk } from "../../support/desk.ts";
import { partitions } from "../../../shared/contracts/stored/keys.ts";
import { transferTicket } from "../../../shared/actions/tickets/transfer-ticket.ts";
import { transition } from "../../../shared/actions/timeline/transition.ts";

const held = async (desk: Desk): Promise<OpenTicket> => {
  await route(desk);
  const [ticket] = await openTickets(desk);
  if (ticket?.phase !== "open") throw new Error("nobody holds anything");
  return ticket;
};
const lineOf = async (desk: Desk, id: QueueId) =>
  (await desk.store.query(PlaceItem, { pk: partitions.queue(id), limit: 10 })).items;

/** Somebody holds a ticket and is put out: it comes before all others in its line. */
async function returned() {
  const desk = await openDesk({ limit: 1 });
  await openOtherSector(desk, { servers: [agents[0]] });
  await write(desk, "wamid.1", "oi");
  const ticket = await held(desk);
  const back = { do: "return", by: { kind: "system" }, reason: "agent-signed-out" } as const;
  const entries = decide(ticket, back, desk.clock.now());
  if (entries instanceof DeskError) throw entries;
  await desk.store.commit(transition(ticket, entries).changes);
  expect(await lineOf(desk, queueId)).toMatchObject([{ ticketId: ticket.id, priority: 9 }]);
  return { desk, ticket };
}

const sendOn = (desk: Desk, { id: ticketId }: Pick<OpenTicket, "id">) =>
  transferTicket(desk, {
    ...{ actor: { ...supervisorOf(desk), role: "admin" }, ticketId, note: null, force: false },
    ...{ to: { kind: "queue", queueId: otherQueueId }, confirmed: true },
  });

describe("the priority of a return", () => {
  it("is over once somebody has the ticket: sent on, it waits by its time, not before everybody", async () => {
    const { desk, ticket } = await returned();
    const again = await held(desk);
    expect(again).toMatchObject({ id: ticket.id, priority: 0 });
    await sendOn(desk, again);
    const { id: ticketId, queuedAt } = ticket;
    expect(await lineOf(desk, otherQueueId)).toMatchObject([{ ticketId, priority: 0, queuedAt }]);
  });

  it("does not go with the ticket to another line where somebody sends it there", async () => {
    const { desk, ticket } = await returned();
    await sendOn(desk, ticket);
    expect(await lineOf(desk, otherQueueId)).toMatchObject([{ ticketId: ticket.id, priority: 0 }]);
  });
});
