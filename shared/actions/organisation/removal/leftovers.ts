import type { Agent, Sector } from "../../../contracts/organisation.ts";
import {
  AgentItem,
  AgentListingItem,
  CannedResponseItem,
  TagItem,
} from "../../../contracts/stored/shapes.ts";
import { type Store, put, remove, versionIs } from "../../../ports/store.ts";
import { keys, partitions, prefixes } from "../../../contracts/stored/keys.ts";
import type { Actor } from "../../../domain/authorisation.ts";
import type { RemovalDeps } from "./removal.ts";
import type { CannedResponseId, SectorId } from "../../../contracts/ids.ts";
import type { Shape } from "../../../contracts/stored/shape.ts";
import { administer } from "../administer.ts";
import { freeShortcut } from "../../canned-responses/shortcut.ts";
import { removeVacantSeat } from "../vacant-seat.ts";
import { seatsOfSector } from "../seating.ts";
import { untilSettled } from "../../timeline/retry.ts";

/** People whose records change at once. */
const atOnce = 30;

/**
 * What a sector without queues leaves behind: seats, tags, canned responses, and in people's records that they read it and how
 * many tickets they might hold there. Its managers keep their mirror in the sector's own record until that goes. Asking again
 * goes on where it was cut off.
 */
export async function removeLeftovers(deps: RemovalDeps, actor: Actor, sector: Sector): Promise<void> {
  const { store } = deps;
  for (const seat of await seatsOfSector(store, sector.id)) await removeVacantSeat(deps, seat);
  for (const tag of await all(store, TagItem, partitions.configuration, prefixes.tags)) {
    if (tag.sectorId !== sector.id) continue;
    await administer(deps, {
      actor,
      act: { action: "removed", kind: "tag", resourceId: tag.id, before: tag, after: null },
      changes: [remove("tag", TagItem, keys.tag(tag.id))],
      answer: {},
    });
  }
  const responses = await all(
    store,
    CannedResponseItem,
    partitions.cannedResponses,
    prefixes.cannedResponses,
  );
  for (const response of responses) {
    if (response.sectorId !== sector.id) continue;
    await removeCannedResponse(deps, actor, response.id);
  }
  await forgetInPeople(deps, actor, sector);
}

async function removeCannedResponse(deps: RemovalDeps, actor: Actor, id: CannedResponseId): Promise<void> {
  await untilSettled(async () => {
    const key = keys.cannedResponse(id);
    const before = await deps.store.get(CannedResponseItem, key);
    if (before === undefined) return;
    await administer(deps, {
      actor,
      act: { action: "removed", kind: "canned-response", resourceId: id, before, after: null },
      changes: [
        remove("canned response", CannedResponseItem, key, versionIs(before.version)),
        ...(before.state.kind === "rejected" ? [] : [freeShortcut(before)]),
      ],
      answer: {},
    });
  });
}

async function forgetInPeople(deps: RemovalDeps, actor: Actor, sector: Sector): Promise<void> {
  const listed = await all(deps.store, AgentListingItem, partitions.configuration, prefixes.agents);
  const manages = new Set<string>(sector.managerIds);
  const without = (agent: Agent): Agent => {
    const limits = Object.fromEntries(Object.entries(agent.limits).filter(([id]) => id !== sector.id));
    const sectorIds = manages.has(agent.id)
      ? agent.sectorIds
      : agent.sectorIds.filter((id) => id !== sector.id);
    return { ...agent, limits, sectorIds };
  };
  for (let from = 0; from < listed.length; from += 100) {
    const some = listed.slice(from, from + 100);
    const wanted = some.map(({ agentId }) => ({ shape: AgentItem, key: keys.agent(agentId) }));
    let left = true;
    while (left) {
      left = await untilSettled(async () => {
        const people = (await deps.store.getMany<Agent[]>(wanted)).flatMap((agent) => agent ?? []);
        const concerned = people.filter((agent) => concerns(agent, sector.id, manages.has(agent.id)));
        const changed = concerned.slice(0, atOnce);
        if (changed.length === 0) return false;
        await administer(deps, {
          actor,
          act: {
            ...{ action: "changed", kind: "sector", resourceId: sector.id },
            ...{ before: { people: changed.map(({ id }) => id) }, after: { people: [] } },
          },
          changes: changed.map((agent) =>
            put(
              `agent ${agent.id}`,
              AgentItem,
              { ...without(agent), version: agent.version + 1 },
              versionIs(agent.version),
            ),
          ),
          answer: {},
        });
        return concerned.length > changed.length;
      });
    }
  }
}

const concerns = (agent: Agent, sectorId: SectorId, manages: boolean): boolean =>
  agent.limits[sectorId] !== undefined || (!manages && agent.sectorIds.includes(sectorId));

/** Every item of a kind, read consistently. */
async function all<Value>(
  store: Store,
  shape: Shape<Value>,
  pk: string,
  prefix: string,
): Promise<readonly Value[]> {
  const items: Value[] = [];
  let after: string | undefined;
  do {
    const page = await store.query(shape, {
      ...{ pk, prefix, limit: 1_000 },
      ...(after === undefined ? {} : { after }),
    });
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return items;
}
