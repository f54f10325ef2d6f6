import { type Actor, mayGiveRole } from "../../domain/authorisation.ts";
import { type AgentView, type PeopleDeps, anotherAdmin, personFor, viewOf } from "./person.ts";
import { type Change, put, remove } from "../../ports/store.ts";
import { type Places, assertRoom, membershipChanges } from "./memberships.ts";
import { recordChanges, withoutSessions } from "../sessions/end-sessions.ts";
import type { Agent } from "../../contracts/organisation.ts";
import type { AgentId } from "../../contracts/ids.ts";
import { AgentPhotoItem } from "../../contracts/stored/shapes.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Time } from "../../contracts/values.ts";
import { assertPlaces, placesOfRole } from "./places.ts";
import { administer } from "../organisation/administer.ts";
import type { agentProfile } from "../../contracts/organisation.ts";
import { assertVersion } from "../tickets/expected-version.ts";
import { isOpen } from "../../domain/hours.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { sameValue } from "../../domain/equality.ts";
import { untilSettled } from "../timeline/retry.ts";

type Profile = Pick<Agent, keyof typeof agentProfile>;

/** What is to be different about a person; what is absent stays. `photo`: null for none. */
export type AgentChange = { readonly [Name in keyof Profile]?: Profile[Name] | undefined } & {
  readonly photo?: string | null | undefined;
};

/**
 * Changes a person: record, picture, seats and the sectors' managers in one transaction. Who is deactivated, or is outside
 * their new access hours, is out at once: everything that means follows from the record, through the relay. Who leaves a
 * queue keeps the tickets they hold; who becomes a viewer leaves all. A change that changes nothing writes nothing. VERSION_CONFLICT
 * with the current record, NOT_FOUND (also for a sector or queue that is not the asker's to give), BAD_REQUEST for queues of a viewer,
 * FORBIDDEN, LAST_ADMIN.
 */
export async function changeAgent(
  deps: PeopleDeps,
  input: {
    readonly actor: Actor;
    readonly agentId: AgentId;
    readonly change: AgentChange;
    readonly expectedVersion?: number | undefined;
  },
): Promise<AgentView> {
  const { actor, agentId, change, expectedVersion } = input;
  const view = await untilSettled(async () => {
    const { agent, rights, places } = await personFor(deps, actor, agentId);
    if (rights === "see") throw new DeskError("FORBIDDEN");
    assertVersion(viewOf(agent), expectedVersion);
    const wanted = profileAfter(agent, change);
    authorise({ actor, whole: rights === "all", places }, agent, wanted, change.photo !== undefined);
    const photo = await photoChanges(deps, agent, change.photo);
    const hasPhoto = change.photo === undefined ? agent.hasPhoto : change.photo !== null;
    if (sameValue(wanted, profileOf(agent)) && photo.length === 0) return viewOf(agent);
    const now = deps.clock.now();
    const after = afterwards(agent, { ...wanted, hasPhoto }, now);
    const changes = assertRoom([
      ...recordChanges(agent, after),
      ...photo,
      ...(await membershipChanges(deps.store, places, { before: agent, after, now })),
      ...(await anotherAdmin(deps.store, agent, after)),
    ]);
    return administer(deps, {
      actor,
      act: {
        ...{ action: "changed", kind: "agent", resourceId: agentId },
        ...{ before: viewOf(agent), after: viewOf(after) },
      },
      changes,
      answer: viewOf(after),
    });
  });
  // Said again also when nothing changed: it completes what was cut off between the record and the account.
  if (change.active !== undefined) await deps.accounts.setEnabled(agentId, view.active);
  if (change.active === false) await deps.accounts.signOutEverywhere(agentId);
  return view;
}

const profileOf = (agent: Agent): Profile => {
  const { name, role, phone, active, accessHours, sectorIds, queueIds, limits, permissions } = agent;
  return { name, role, phone, active, accessHours, sectorIds, queueIds, limits, permissions };
};

function profileAfter(agent: Agent, { photo: _, ...change }: AgentChange): Profile {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const wanted: Profile = { ...profileOf(agent), ...given };
  const sectorIds = [...new Set(wanted.sectorIds)];
  const queueIds = [...new Set(wanted.queueIds)];
  return placesOfRole({ ...wanted, sectorIds, queueIds }, change.queueIds);
}

function afterwards(agent: Agent, wanted: Profile & Pick<Agent, "hasPhoto">, now: Time): Agent {
  const changed: Agent = { ...agent, ...wanted };
  const hours = changed.accessHours;
  const out =
    (agent.active && !changed.active) || (!sameValue(agent.accessHours, hours) && !isOpen(hours, now));
  return out ? withoutSessions(changed, now) : { ...changed, version: agent.version + 1 };
}

async function photoChanges(
  deps: PeopleDeps,
  agent: Agent,
  photo: string | null | undefined,
): Promise<readonly Change[]> {
  if (photo === undefined) return [];
  const key = keys.agentPhoto(agent.id);
  if (photo === null) return agent.hasPhoto ? [remove("photo", AgentPhotoItem, key)] : [];
  const known = await deps.store.get(AgentPhotoItem, key);
  if (agent.hasPhoto && known?.photo === photo) return [];
  return [put("photo", AgentPhotoItem, { agentId: agent.id, photo })];
}

/** Throws unless every difference is one that the asker may make. */
function authorise(
  asker: { readonly actor: Actor; readonly whole: boolean; readonly places: Places },
  before: Agent,
  after: Profile,
  photo: boolean,
): void {
  const { actor, whole } = asker;
  const own = ["name", "phone", "active", "accessHours", "permissions", "role"] as const;
  const personal = photo || own.some((name) => !sameValue(before[name], after[name]));
  if (personal && !whole) throw new DeskError("FORBIDDEN");
  if (before.role !== after.role && !mayGiveRole(actor, after.role)) throw new DeskError("FORBIDDEN");
  if (actor.id === before.id && before.active && !after.active)
    throw new DeskError("FORBIDDEN", { reason: "oneself" });
  assertPlaces(asker, before, after);
}
