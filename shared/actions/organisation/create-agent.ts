import { type Actor, mayGiveRole, rightsOver } from "../../domain/authorisation.ts";
import { AgentItem, AgentListingItem, LoginItem } from "../../contracts/stored/shapes.ts";
import { type AgentView, type PeopleDeps, viewOf } from "../people/person.ts";
import {
  type Places,
  assertRoom,
  membershipChanges,
  readPlaces,
  sectorsOfPerson,
} from "../people/memberships.ts";
import { type Request, firstAnswer } from "./idempotent.ts";
import { absent, put } from "../../ports/store.ts";
import type { Agent } from "../../contracts/organisation.ts";
import type { AgentId } from "../../contracts/ids.ts";
import { DeskError } from "../../contracts/errors.ts";
import { addSeconds } from "../../domain/time.ts";
import { administer } from "./administer.ts";
import { assertPassword } from "../../domain/password.ts";
import { assertPlaces, placesOfRole } from "../people/places.ts";
import { listingOf } from "../sessions/end-sessions.ts";
import { untilSettled } from "../timeline/retry.ts";

/** A person to be invited. */
export type NewAgent = Pick<
  Agent,
  "email" | "name" | "role" | "phone" | "accessHours" | "sectorIds" | "queueIds" | "limits" | "permissions"
> & { readonly temporaryPassword?: string | undefined };

/**
 * Invites a person: the record with its seats in one transaction, then the account. Where the account could not be made,
 * the same request under its idempotency key makes it. A supervisor invites agents and viewers for their own sectors.
 * ALREADY_EXISTS for an e-mail in use, NOT_FOUND for a queue or sector that is missing or not theirs, FORBIDDEN,
 * PASSWORD_REFUSED.
 */
export async function createAgent(
  deps: PeopleDeps,
  request: Request,
  input: NewAgent & { readonly actor: Actor },
): Promise<AgentView> {
  const { actor, temporaryPassword, ...given } = input;
  const person = placesOfRole(given, given.queueIds);
  if (temporaryPassword !== undefined) assertPassword(temporaryPassword);
  if (!mayGiveRole(actor, person.role)) throw new DeskError("FORBIDDEN");
  const agent =
    (await firstAnswer<AgentView>(deps, request)) ??
    (await untilSettled(async () => {
      const places = await readPlaces(deps.configuration);
      assertPlaces({ actor, places }, { sectorIds: [], queueIds: [], limits: {} }, person);
      const sectorIds = sectorsOfPerson(person, places);
      // Somebody who works in none of a supervisor's sectors would be nobody they can see again.
      if (rightsOver(actor, { role: person.role, sectorIds }) !== "all") throw new DeskError("FORBIDDEN");
      return record(deps, request, { ...person, actor }, places);
    }, refuseTaken(person.email)));
  await deps.accounts.invite(agent.id, agent.email, temporaryPassword);
  return agent;
}

const emailChange = "e-mail";

async function record(
  deps: PeopleDeps,
  request: Request,
  { actor, ...person }: Omit<NewAgent, "temporaryPassword"> & { readonly actor: Actor },
  places: Places,
): Promise<AgentView> {
  const now = deps.clock.now();
  const id = `agt_${deps.random.ulid(now)}` as AgentId;
  const agent: Agent = {
    ...person,
    ...{ id, version: 1, active: true, hasPhoto: false, createdAt: now },
    sectorIds: [...new Set(person.sectorIds)],
    queueIds: [...new Set(person.queueIds)],
    // One second ago: sessions of the very second of this instant are refused, and the person may sign in at once.
    sessionsValidAfter: addSeconds(now, -1),
  };
  return administer(deps, {
    actor,
    request,
    act: { action: "created", kind: "agent", resourceId: id, before: null, after: viewOf(agent) },
    changes: assertRoom([
      put(emailChange, LoginItem, { email: agent.email, agentId: id }, absent),
      put("agent", AgentItem, agent, absent),
      put("agent listing", AgentListingItem, listingOf(agent), absent),
      ...(await membershipChanges(deps.store, places, { before: undefined, after: agent, now })),
    ]),
    answer: viewOf(agent),
  });
}

const refuseTaken =
  (email: string) =>
  (failure: { readonly on: (name: string) => boolean }): undefined => {
    if (failure.on(emailChange)) throw new DeskError("ALREADY_EXISTS", { email }, { cause: failure });
    return undefined;
  };
