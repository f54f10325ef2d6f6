import { describe, expect, it } from "vitest";
import { AgentId, QueueId } from "../../../shared/contracts/ids.ts";
import { agents, channelId, queueId, sectorId } from "../../support/ids.ts";
import { noon, openDesk } from "../../support/desk.ts";
import { SeatItem } from "../../../shared/contracts/stored/shapes.ts";
import { agentsOfSectors } from "../../../shared/actions/tickets/list-sources.ts";
import { changeSeat, supervisorOf } from "../../support/other-sector.ts";
import { onlyWaiting } from "./support.ts";
import { put } from "../../../shared/ports/store.ts";
import { sweep } from "../../../shared/actions/sweep/sweep.ts";
import { viewTicket } from "../../../shared/actions/tickets/view-ticket.ts";
import { write } from "../../support/conversation.ts";

const last = AgentId.parse(`agt_${"Z".repeat(26)}`);
const otherQueue = QueueId.parse(`que_${"Z".repeat(26)}`);

/** A sector of more seats than are read at once, of which the last alone serves the queue and is there, and a ticket that waits. */
async function crowded() {
  const desk = await openDesk();
  for (const agentId of agents) await changeSeat(desk, agentId, { presence: {} });
  const seat = {
    ...{ sectorId, presence: {}, presenceVersion: 0, load: 0, limit: 1, lastAssignedAt: noon },
    queueIds: [otherQueue],
  };
  const ids = Array.from({ length: 1_000 }, (_, index) =>
    AgentId.parse(`agt_${`4${index.toString().padStart(4, "0")}`.padStart(26, "0")}`),
  );
  for (let from = 0; from < ids.length; from += 100)
    await desk.store.commit(
      ids.slice(from, from + 100).map((agentId) => put(agentId, SeatItem, { ...seat, agentId })),
    );
  const presence = { [channelId]: { status: "online" as const, since: noon } };
  await desk.store.commit([
    put("last seat", SeatItem, { ...seat, agentId: last, presence, queueIds: [queueId] }),
  ]);
  await write(desk, "wamid.1", "oi");
  return desk;
}

describe("an agent whose seat comes after a thousand others of the sector", () => {
  it("is found by the sweep, by who asks why a ticket waits, and in the sector's lists", async () => {
    const desk = await crowded();
    await expect(sweep(desk)).resolves.toMatchObject({ routed: 1 });
    const { id: ticketId } = await onlyWaiting(desk);
    const view = await viewTicket(desk, { actor: { ...supervisorOf(desk), role: "admin" }, ticketId });
    expect(view.waiting).toMatchObject({ why: "due" });
    expect(await agentsOfSectors(desk.store, [sectorId])).toContain(last);
  });
});
