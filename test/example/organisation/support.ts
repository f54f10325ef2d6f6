import { createConfiguration } from "../../../shared/actions/configuration/configuration.ts";
import { everySeat, removeVacantSeats } from "../../../shared/actions/sweep/seats.ts";
import { createAttempts } from "../../../shared/actions/sweep/attempts.ts";
import { createQueue } from "../../../shared/actions/organisation/create-queue.ts";
import { createSector } from "../../../shared/actions/organisation/create-sector.ts";
import { goOnWithRemovals } from "../../../shared/actions/sweep/removals.ts";
import { settleSeconds } from "../../../shared/actions/organisation/removal/removal.ts";
import type { Request } from "../../../shared/actions/organisation/idempotent.ts";
import { NewQueue, NewSector } from "../../../shared/contracts/routes/sectors.ts";
import type { Agent } from "../../../shared/contracts/organisation.ts";
import type { SectorId } from "../../../shared/contracts/ids.ts";
import { AgentItem, ChannelItem, SeatItem } from "../../../shared/contracts/stored/shapes.ts";
import { keys } from "../../../shared/contracts/stored/keys.ts";
import { put } from "../../../shared/ports/store.ts";
import { type Desk, noon } from "../../support/desk.ts";
import { agentId, queueId, sectorId } from "../../support/ids.ts";

/** An administrator. */
export const admin: Agent = {
  id: agentId("A"),
  version: 1,
  email: "admin@loja.example",
  name: "Admin",
  role: "admin",
  phone: null,
  active: true,
  accessHours: null,
  sectorIds: [],
  queueIds: [],
  limits: {},
  permissions: { dropPotentials: false, viewContacts: true, outreach: false, seeQueueHistory: false },
  hasPhoto: false,
  sessionsValidAfter: noon,
  createdAt: noon,
};

/** A request without an idempotency key, or with one. */
export const request = (key?: string, input: unknown = null): Request => ({
  actorId: admin.id,
  route: "test",
  key,
  input,
});

/** Puts a person into the desk. */
export async function join(desk: Desk, suffix: string, changes: Partial<Agent> = {}): Promise<Agent> {
  const agent: Agent = {
    ...admin,
    id: agentId(suffix),
    role: "agent",
    email: `${suffix}@loja.example`,
    ...changes,
  };
  await desk.store.commit([put("agent", AgentItem, agent)]);
  return agent;
}

/** Adds a queue to the desk's sector, or another. */
export const addQueue = (
  desk: Desk,
  name: string,
  options: { readonly agentIds?: readonly Agent["id"][]; readonly to?: SectorId } = {},
) =>
  createQueue(desk, request(), {
    actor: admin,
    sectorId: options.to ?? sectorId,
    ...NewQueue.parse({ name, agentIds: options.agentIds ?? [] }),
  });

/** Adds a sector with its first queue. */
export const addSector = (desk: Desk, rules: object = {}) =>
  createSector(desk, request(), {
    actor: admin,
    ...NewSector.parse({ name: "Suporte", ticketLimit: 3, queue: { name: "Primeira" }, ...rules }),
  });

/** Until everybody knows of what is being removed; then the minute's sweep goes on with it. */
export async function settle(desk: Desk): ReturnType<typeof goOnWithRemovals> {
  desk.pass(settleSeconds);
  return goOnWithRemovals(desk);
}

/** Contacts who write from now on stay potentials. */
export async function endReception(desk: Desk): Promise<void> {
  const channel = { ...desk.channel, version: 2, reception: { kind: "none" as const } };
  await desk.store.commit([put("channel", ChannelItem, channel)]);
}

/** The same desk seen by a function that remembers its configuration as it is now. */
export async function remembering(desk: Desk): Promise<Desk> {
  const configuration = createConfiguration(desk);
  await Promise.all([
    ...[configuration.channels(), configuration.queues(), configuration.sectors()],
    ...[configuration.queue(queueId), configuration.sector(sectorId)],
  ]);
  return { ...desk, configuration };
}

export const seatOf = (desk: Desk, agent: Agent["id"], sector: SectorId = sectorId) =>
  desk.store.get(SeatItem, keys.seat(sector, agent));

/** As a minute's sweep does: seats that nobody uses any more go. Answers how many. */
export async function sweepSeats(desk: Desk): Promise<number> {
  const attempts = createAttempts(desk.log);
  const gone = await removeVacantSeats(desk, await everySeat(desk, attempts), attempts);
  if (attempts.failures.length > 0) throw attempts.failures[0];
  return gone;
}

export const agentOf = (desk: Desk, agent: Agent["id"]) => desk.store.get(AgentItem, keys.agent(agent));
