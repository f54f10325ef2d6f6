import {
  AgentItem,
  AgentListingItem,
  ChannelItem,
  DepartureItem,
  EntryItem,
  QueueItem,
  SnoozeItem,
  TimerItem,
} from "../../../shared/contracts/stored/shapes.ts";
import type { Entry } from "../../../shared/contracts/tickets.ts";
import type { Hours } from "../../../shared/contracts/hours.ts";
import { QueueId, type TicketId } from "../../../shared/contracts/ids.ts";
import type { Key } from "../../../shared/contracts/stored/keys.ts";
import type { Reception } from "../../../shared/contracts/organisation.ts";
import type { IndexKeys, Shape } from "../../../shared/contracts/stored/shape.ts";
import { changeSeat, openOtherSector } from "../../support/other-sector.ts";
import { agents, channelId, otherQueueId, otherSectorId, queueId, sectorId } from "../../support/ids.ts";
import { places } from "../../../shared/contracts/stored/keys.ts";
import { type Desk, noon, openDesk } from "../../support/desk.ts";
import { configure } from "../../support/configure.ts";
import { listingOf } from "../../../shared/actions/sessions/end-sessions.ts";
import { put } from "../../../shared/ports/store.ts";
import { queuedDelivery } from "../../../shared/domain/delivery.ts";
import { ruleDesk } from "../../support/passing.ts";
import { shape } from "../../../shared/contracts/stored/shape.ts";
import { waiting, write } from "../../support/conversation.ts";
import * as z from "zod";

export const removedQueueId = QueueId.parse(`que_${"3".padStart(26, "0")}`);
const untilTen: Hours = {
  timeZone: "UTC",
  weekly: { monday: [{ from: "08:00", to: "12:10" }] },
  special: [],
};

async function receivedBy(desk: Desk, version: number, reception: Reception): Promise<void> {
  await configure(desk, put("channel", ChannelItem, { ...desk.channel, version, reception }));
  desk.pass(6);
}

const potentialsOf = async (desk: Desk): Promise<readonly TicketId[]> => {
  const { pointers } = await desk.store.find(1, { pk: places.bot(channelId), limit: 10 });
  return pointers.map(({ pk }) => pk.replace("TICKET#", "") as TicketId);
};

/**
 * A desk of which every effect was lost: of each kind of work that the sweep does there is one to do, and two contacts who wait where
 * places are told.
 */
export async function forgottenDesk() {
  const desk = await openDesk({ limit: 5 });
  await openOtherSector(desk, { queue: { routing: "manual", tellsPosition: true }, servers: [agents[0]] });
  await ruleDesk(desk, { potentialSeconds: 300 });
  await write(desk, "wamid.line", "oi", "5511990000001");
  const [waitingId] = await waiting(desk);
  await receivedBy(desk, 2, { kind: "queue", queueId: otherQueueId });
  await write(desk, "wamid.told.1", "oi", "5511990000002");
  await write(desk, "wamid.told.2", "oi", "5511990000003");
  await receivedBy(desk, 3, { kind: "none" });
  await write(desk, "wamid.potential.1", "oi", "5511990000004");
  await write(desk, "wamid.potential.2", "oi", "5511990000005");
  const potentials = await potentialsOf(desk);
  if (waitingId === undefined) throw new Error("nobody waits");
  const [, deactivated, bound] = desk.people;
  if (deactivated === undefined || bound === undefined) throw new Error("needs people");
  const lists = desk.people.map((agent) =>
    agent === bound
      ? { ...agent, accessHours: untilTen }
      : agent === deactivated
        ? { ...agent, active: false }
        : agent,
  );
  await desk.store.commit([
    ...lists.map((agent) => put(`agent ${agent.id}`, AgentItem, agent)),
    ...lists.map((agent) => put(`listing ${agent.id}`, AgentListingItem, listingOf(agent))),
    put("departure", DepartureItem, { agentId: agents[2], at: noon }),
    ...[91, 92].map((number) => put(`send ${number}`, EntryItem, unsent(waitingId, number))),
    ...potentials.map((ticketId) =>
      put(`timer ${ticketId}`, TimerItem, { ticketId, kind: "potential" as const, at: noon }),
    ),
    ...potentials.map((ticketId) =>
      put(`snooze ${ticketId}`, SnoozeItem, {
        ...{ ticketId, snooze: 1, until: noon, sectorId, queueId, channelId, agentId: agents[0] },
      }),
    ),
    put("queue that goes", QueueItem, {
      ...{ ...desk.queue, id: removedQueueId, sectorId: otherSectorId },
      removing: { since: noon, by: agents[0], disposition: { kind: "none" } },
    }),
  ]);
  await changeSeat(desk, agents[0], { queueIds: [] }, otherSectorId);
  desk.pass(15 * 60);
  return { desk, waitingId, potentials };
}

const unsent = (ticketId: TicketId, number: number): Entry => ({
  ...{ ticketId, number, at: noon, by: { kind: "system" }, type: "message", direction: "out" },
  content: { type: "text", text: "Olá" },
  clientMessageId: `greeting-${number}`,
  ...{ purpose: null, position: null, delivery: queuedDelivery(noon) },
});

/** Something else where an item of another kind is expected. */
export const unreadableAt = (key: Key, indexes: IndexKeys = {}): Shape<{ readonly what: string }> =>
  shape({
    ...{ kind: "nonsense", version: 1, schema: z.strictObject({ what: z.string() }) },
    key: () => key,
    indexes: () => indexes,
  });
