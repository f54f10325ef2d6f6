import type { AgentId, QueueId } from "../../../shared/contracts/ids.ts";
import type { OpenTicket, Ticket } from "../../../shared/contracts/tickets.ts";
import { refusal } from "./attend.ts";
import type { Floor } from "./floor.ts";
import { everyPage, openSession, type Session } from "./session.ts";
import { supervisor } from "./shop.ts";

/** Who watches over both sectors. */
export interface Supervisor {
  /** Removes potentials of whom the story says so, once they had six minutes to choose. */
  tidy(): Promise<void>;
  /** Sends everything that an agent holds back to its queues, all at once. */
  sendAllOn(agentId: AgentId): Promise<void>;
  /** How many tickets nobody is through with, beyond those put away. */
  unfinished(): Promise<number>;
  renew(): Promise<void>;
}

const patienceMs = 6 * 60_000;

export async function hireSupervisor(floor: Floor): Promise<Supervisor> {
  const session = await openSession(floor.api, supervisor);
  const { journal, customers, clock } = floor;
  return {
    async tidy() {
      const potentials = await everyPage((page) =>
        session.call("listTickets", { query: { ...page, list: "bot" } }),
      );
      for (const ticket of potentials) {
        const isOld = clock.now() - Date.parse(ticket.openedAt) > patienceMs;
        if (!isOld || customers.of(ticket).visit.ending !== "dropped") continue;
        const params = { ticketId: ticket.id };
        const note = { params, body: { text: "não escolheu nada" } };
        await session.call("addNote", note);
        journal.did("noted");
        const refused = await refusal(session.call("dropTicket", { params, body: {} }));
        if (refused === undefined) journal.did("dropped");
        else journal.tooLate();
      }
    },
    async sendAllOn(agentId) {
      const query = { list: "open", agentId } as const;
      const held = await everyPage((page) => session.call("listTickets", { query: { ...page, ...query } }));
      await sendAllOn(
        floor,
        session,
        held.filter((it): it is OpenTicket => it.phase === "open"),
      );
    },
    async unfinished() {
      let found = 0;
      for (const list of ["bot", "waiting", "open"] as const) {
        const tickets = await everyPage((page) => session.call("listTickets", { query: { ...page, list } }));
        found += tickets.length;
      }
      return found;
    },
    renew: () => session.renew(),
  };
}

/** Sends tickets back to the head of the queues they came from, in one request a queue; what was busy is asked for again. */
export async function sendAllOn(
  { journal }: Floor,
  by: Session,
  tickets: readonly OpenTicket[],
): Promise<void> {
  const queues = new Map<QueueId, Ticket["id"][]>();
  for (const { id, queueId } of tickets) queues.set(queueId, [...(queues.get(queueId) ?? []), id]);
  for (const [queueId, ids] of queues) {
    let left = ids;
    for (let round = 0; round < 5 && left.length > 0; round += 1) {
      const body = {
        ...{ action: "transfer" as const, tickets: left.map((ticketId) => ({ ticketId })) },
        ...{ to: { kind: "queue" as const, queueId }, note: "volto mais tarde", confirmed: true },
      };
      const { results } = await by.call("bulkTickets", { body });
      journal.did("sent on", results.filter(({ ok }) => ok).length);
      left = results.filter(({ code }) => code === "BUSY").map(({ ticketId }) => ticketId);
      for (const { ticketId, code } of results)
        if (code !== null && code !== "BUSY")
          journal.problem(`${ticketId} could not be sent on with the others: ${code}`);
    }
    if (left.length > 0) journal.problem(`${left.length} tickets could not be sent on: the desk stayed busy`);
  }
}
