import { describe, expect, it } from "vitest";
import { createCursorSeal } from "../../../shared/adapters/cursor-seal.ts";
import { listSectors, listTags } from "../../../shared/actions/organisation/lists.ts";
import { getSector } from "../../../shared/actions/organisation/read-sector.ts";
import { describeMe } from "../../../shared/actions/sessions/me.ts";
import type { Agent } from "../../../shared/contracts/organisation.ts";
import { changeQueue } from "../../../shared/actions/organisation/queues.ts";
import {
  type Configuration,
  configurationSeconds,
  createConfiguration,
} from "../../../shared/actions/configuration/configuration.ts";
import {
  AgentItem,
  AgentListingItem,
  QueueItem,
  SectorItem,
} from "../../../shared/contracts/stored/shapes.ts";
import { QueueId, SectorId } from "../../../shared/contracts/ids.ts";
import { type Change, type Store, put } from "../../../shared/ports/store.ts";
import { type Desk, openDesk } from "../../support/desk.ts";
import { agentId, queueId } from "../../support/ids.ts";
import { addQueue, addSector, admin } from "./support.ts";

const suffixed = (prefix: string, number: number): string =>
  `${prefix}_${number.toString().padStart(26, "0")}`;

/** Read units as the service counts them: 4 KB each for what one request reads, half when it may be stale. */
function counting(store: Store): { readonly store: Store; readonly units: () => number } {
  let units = 0;
  const count = (read: unknown, consistency: "strong" | "eventual" | undefined): void => {
    const bytes = Math.max(1, JSON.stringify(read ?? null).length);
    units += Math.ceil(bytes / 4_096) * (consistency === "eventual" ? 0.5 : 1);
  };
  return {
    units: () => units,
    store: {
      ...store,
      get: async (shape, key, options) => {
        const found = await store.get(shape, key, options);
        count(found, options?.consistency);
        return found;
      },
      query: async (shape, query) => {
        const page = await store.query(shape, query);
        count(page.items, query.consistency);
        return page;
      },
    },
  };
}

/** 50 sectors, 200 queues and 1,000 agents. */
async function crowd(desk: Desk): Promise<void> {
  const [sector, queue, agent] = [
    await desk.configuration.sectors(),
    await desk.configuration.queues(),
    desk.people[0],
  ];
  if (sector[0] === undefined || queue[0] === undefined || agent === undefined) throw new Error("no desk");
  const changes: Change[] = [];
  for (let at = 0; at < 49; at += 1) {
    const id = SectorId.parse(suffixed("sec", 100 + at));
    changes.push(put(`sector ${at}`, SectorItem, { ...sector[0], id }));
  }
  for (let at = 0; at < 199; at += 1) {
    const id = QueueId.parse(suffixed("que", 100 + at));
    changes.push(put(`queue ${at}`, QueueItem, { ...queue[0], id }));
  }
  for (let at = 0; at < 1_000; at += 1) {
    const id = agentId((10_000 + at).toString());
    const { active, accessHours, sessionsValidAfter } = agent;
    changes.push(
      put(`agent ${at}`, AgentItem, { ...agent, id }),
      put(`listing ${at}`, AgentListingItem, { agentId: id, active, accessHours, sessionsValidAfter }),
    );
  }
  for (let at = 0; at < changes.length; at += 100) await desk.store.commit(changes.slice(at, at + 100));
}

/** What a message asks of the configuration. */
const message = async (configuration: Configuration): Promise<void> => {
  await Promise.all([configuration.channels(), configuration.queues(), configuration.sectors()]);
  await configuration.settings();
};

describe("who was just given a queue that is new", () => {
  it("reads its sector, its lists and their own record at once, whatever a sandbox remembers", async () => {
    const desk = await openDesk();
    const cursors = createCursorSeal("0".repeat(64));
    await Promise.all([desk.configuration.queues(), desk.configuration.sectors()]);
    const elsewhere = { ...desk, configuration: createConfiguration(desk) };
    const { sector, queue } = await addSector(elsewhere);
    const [agent] = desk.people;
    if (agent === undefined) throw new Error("no people");
    const actor: Agent = { ...agent, queueIds: [queue.id] };
    const paging = { actor, limit: 10, sectorId: sector.id };
    expect(await getSector(desk, paging)).toMatchObject({ id: sector.id });
    expect((await listTags({ ...desk, cursors }, paging)).items).toEqual([]);
    expect((await listSectors({ ...desk, cursors }, paging)).items.map(({ id }) => id)).toEqual([sector.id]);
    expect((await describeMe(desk, actor)).sectors.map(({ id }) => id)).toEqual([sector.id]);
    expect(await getSector(desk, { actor: agent, sectorId: sector.id }).catch((it) => it)).toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("what remembering the configuration costs", () => {
  it("is at most one read unit a message at 50 sectors, 200 queues and 1,000 agents, however far apart they are", async () => {
    const desk = await openDesk();
    await crowd(desk);
    await addQueue(desk, "uma mudança");
    const { store, units } = counting(desk.store);
    const configuration = createConfiguration({ store, clock: desk.clock });
    await message(configuration);
    const begin = units();
    expect(begin).toBeGreaterThan(10);
    for (const seconds of [0, 1, 2, 10, 600, 0, 7_200]) {
      const before = units();
      desk.pass(seconds);
      await message(configuration);
      expect(units() - before).toBeLessThanOrEqual(1);
    }
    // Within the five seconds nothing at all is read.
    const before = units();
    desk.pass(configurationSeconds - 1);
    await message(configuration);
    expect(units()).toBe(before);
  });

  it("is spent anew only when something changed, and then what changed is seen within ten seconds", async () => {
    const desk = await openDesk();
    await addQueue(desk, "uma mudança");
    const { store, units } = counting(desk.store);
    const configuration = createConfiguration({ store, clock: desk.clock });
    await message(configuration);
    await changeQueue(desk, { actor: admin, queueId, name: "Outro nome" });
    desk.pass(10);
    const before = units();
    expect((await configuration.queues()).find((it) => it.id === queueId)?.name).toBe("Outro nome");
    expect(units()).toBeGreaterThan(before);
  });

  it("never remembers records that are older than the stamp it remembers them under", async () => {
    const desk = await openDesk();
    await addQueue(desk, "primeira");
    let interrupt: (() => Promise<unknown>) | undefined;
    const store: Store = {
      ...desk.store,
      query: async (shape, query) => {
        const page = await desk.store.query(shape, query);
        const change = interrupt;
        interrupt = undefined;
        // The change happens after the records were read and before they are remembered.
        await change?.();
        return page;
      },
    };
    const configuration = createConfiguration({ store, clock: desk.clock });
    interrupt = () => addQueue(desk, "segunda");
    expect((await configuration.queues()).map((it) => it.name)).not.toContain("segunda");
    desk.pass(configurationSeconds);
    expect((await configuration.queues()).map((it) => it.name)).toContain("segunda");
  });
});
