import type { Agent, Queue } from "../../contracts/organisation.ts";
import { AgentItem, AgentListingItem, LoginItem } from "../../contracts/stored/shapes.ts";
import { ConditionFailed, absent, put } from "../../ports/store.ts";
import { type IdempotencyDeps, type Request, commitOnce, firstAnswer } from "./idempotent.ts";
import type { QueueId, SectorId } from "../../contracts/ids.ts";
import { type Actor, mayManage } from "../../domain/authorisation.ts";
import type { Accounts } from "../../ports/identity.ts";
import type { AgentId } from "../../contracts/ids.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Random } from "../../ports/ports.ts";
import type { Role } from "../../contracts/values.ts";
import { addSeconds } from "../../domain/time.ts";
import { seatChange } from "./seating.ts";

export interface CreateAgentDeps extends IdempotencyDeps {
  readonly random: Random;
  readonly accounts: Accounts;
  readonly configuration: Configuration;
}

/** A person to be invited. */
export interface NewAgent {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly sectorIds: readonly SectorId[];
  readonly queueIds: readonly QueueId[];
  readonly temporaryPassword?: string | undefined;
}

/** What others see of an agent's record. */
export type AgentView = Omit<Agent, "sessionsValidAfter">;

/**
 * Invites a person: the record with its seats in one transaction, then the account. Where the account could not be made,
 * the same request under its idempotency key makes it. A supervisor invites agents and viewers for their own sectors.
 * ALREADY_EXISTS for an e-mail in use, NOT_FOUND for a queue or sector that is missing or not theirs, FORBIDDEN,
 * PASSWORD_REFUSED.
 */
export async function createAgent(
  deps: CreateAgentDeps,
  request: Request,
  input: NewAgent & { readonly actor: Actor },
): Promise<AgentView> {
  const { actor, temporaryPassword, ...person } = input;
  const queues = await authorisedQueues(deps.configuration, actor, person);
  const agent =
    (await firstAnswer<AgentView>(deps, request)) ?? (await record(deps, request, person, queues));
  await deps.accounts.invite(agent.id, agent.email, temporaryPassword);
  return agent;
}

async function record(
  deps: CreateAgentDeps,
  request: Request,
  person: Omit<NewAgent, "temporaryPassword">,
  queues: readonly Queue[],
): Promise<AgentView> {
  const now = deps.clock.now();
  const id = `agt_${deps.random.ulid(now)}` as AgentId;
  const view: AgentView = {
    id,
    version: 1,
    email: person.email,
    name: person.name,
    role: person.role,
    active: true,
    sectorIds: [...person.sectorIds],
    queueIds: [...new Set(person.queueIds)],
    createdAt: now,
  };
  // One second ago: sessions of the very second of this instant are refused, and the person may sign in at once.
  const agent: Agent = { ...view, sessionsValidAfter: addSeconds(now, -1) };
  const sectors = await deps.configuration.sectors("fresh");
  const seats = await Promise.all(
    [...Map.groupBy(queues, (queue) => queue.sectorId)].map(([sectorId, own]) => {
      const sector = sectors.find((it) => it.id === sectorId);
      if (sector === undefined) throw new DeskError("NOT_FOUND", { sectorId });
      return seatChange(
        deps.store,
        agent,
        sector,
        own.map((queue) => queue.id),
        now,
      );
    }),
  );
  try {
    return await commitOnce(deps, request, view, [
      put("e-mail", LoginItem, { email: agent.email, agentId: id }, absent),
      put("agent", AgentItem, agent, absent),
      put("agent listing", AgentListingItem, { agentId: id }, absent),
      ...seats,
    ]);
  } catch (error) {
    if (error instanceof ConditionFailed && error.on("e-mail")) {
      throw new DeskError("ALREADY_EXISTS", { email: agent.email }, { cause: error });
    }
    throw error;
  }
}

async function authorisedQueues(
  configuration: Configuration,
  actor: Actor,
  person: Pick<NewAgent, "role" | "sectorIds" | "queueIds">,
): Promise<readonly Queue[]> {
  if (actor.role !== "admin" && person.role !== "agent" && person.role !== "viewer")
    throw new DeskError("FORBIDDEN");
  const [queues, sectors] = await Promise.all([
    configuration.queues("fresh"),
    configuration.sectors("fresh"),
  ]);
  for (const sectorId of person.sectorIds) {
    if (!mayManage(actor, sectorId) || !sectors.some((it) => it.id === sectorId)) {
      throw new DeskError("NOT_FOUND", { sectorId });
    }
  }
  return [...new Set(person.queueIds)].map((queueId) => {
    const queue = queues.find((it) => it.id === queueId);
    if (queue === undefined || !mayManage(actor, queue.sectorId))
      throw new DeskError("NOT_FOUND", { queueId });
    return queue;
  });
}
