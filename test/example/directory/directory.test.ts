import { expect, it } from "vitest";
import { colleagueSeconds, createColleagues } from "../../../shared/actions/directory/colleagues.ts";
import { getDirectory } from "../../../shared/actions/directory/get-directory.ts";
import { listQueueAgents } from "../../../shared/actions/directory/list-queue-agents.ts";
import { Directory } from "../../../shared/contracts/routes/directory.ts";
import { AgentListingItem, SeatItem } from "../../../shared/contracts/stored/shapes.ts";
import type { Agent } from "../../../shared/contracts/organisation.ts";
import { put } from "../../../shared/ports/store.ts";
import { keys } from "../../../shared/contracts/stored/keys.ts";
import { noon, openDesk } from "../../support/desk.ts";
import { agents, channelId, queueId, sectorId, tags } from "../../support/ids.ts";
import { addQueue, join } from "../organisation/support.ts";

const listing = ({ id: agentId, active, accessHours, sessionsValidAfter }: Agent) =>
  put(agentId, AgentListingItem, { agentId, active, accessHours, sessionsValidAfter });

async function open(options: Parameters<typeof openDesk>[0] = {}) {
  const desk = await openDesk(options);
  await desk.store.commit(desk.people.map(listing));
  return { ...desk, colleagues: createColleagues(desk) };
}

it("tells everybody the names of what is set up and of who works there, and nothing that is theirs alone", async () => {
  const desk = await open();
  const told = await getDirectory(desk);
  expect(Directory.parse(told)).toEqual(told);
  expect(told.sectors).toEqual([
    {
      id: sectorId,
      name: "Vendas",
      active: true,
      outreach: false,
      tagsRequired: true,
      survey: false,
      isOpen: true,
    },
  ]);
  expect(told.queues.map(({ name }) => name)).toEqual(["Balcão"]);
  expect(told.tags.map(({ id }) => id)).toEqual(tags);
  expect(told.channels).toEqual([{ id: channelId, kind: "whatsapp", name: "Loja", bot: false }]);
  expect(told.agents.map(({ name }) => name)).toEqual(agents.map((_, index) => `Agente ${index + 1}`));
  expect(JSON.stringify(told)).not.toMatch(/@loja\.example|phone|permissions|hours/);
});

it("knows of a new colleague after half a minute, and of a new queue after five seconds", async () => {
  const desk = await open();
  await getDirectory(desk);
  const bia = await join(desk, "B", { name: "Bia" });
  await desk.store.commit([listing(bia)]);
  await addQueue(desk, "Trocas");
  desk.pass(6);
  const soon = await getDirectory(desk);
  expect(soon.queues.map(({ name }) => name)).toEqual(["Balcão", "Trocas"]);
  expect(soon.agents.map(({ name }) => name)).not.toContain("Bia");
  desk.pass(colleagueSeconds);
  expect((await getDirectory(desk)).agents.map(({ name }) => name)).toContain("Bia");
});

it("a reading of colleagues that failed is not remembered", async () => {
  const desk = await open();
  let broken = true;
  const store = {
    ...desk.store,
    query: (...asked: Parameters<typeof desk.store.query>) => {
      if (broken) throw new Error("cut off");
      return desk.store.query(...asked);
    },
  } as typeof desk.store;
  const colleagues = createColleagues({ ...desk, store });
  await expect(colleagues()).rejects.toThrow("cut off");
  broken = false;
  expect(await colleagues()).toHaveLength(agents.length);
});

it("who serves a queue comes with presence and room, who has most room and is there first", async () => {
  const desk = await open({ limit: 3 });
  const [ana, bento] = agents;
  if (ana === undefined || bento === undefined) throw new Error("two agents");
  for (const [agentId, load, status] of [
    [ana, 1, "offline"],
    [bento, 2, "online"],
  ] as const) {
    const seat = await desk.store.get(SeatItem, keys.seat(sectorId, agentId));
    if (seat === undefined) throw new Error("a seat");
    const presence = { [channelId]: { status, since: noon } };
    await desk.store.commit([put("seat", SeatItem, { ...seat, load, presence })]);
  }
  const { items } = await listQueueAgents(desk, { queueId });
  expect(items.map(({ agentId }) => agentId).filter((it) => it === ana || it === bento)).toEqual([
    bento,
    ana,
  ]);
  expect(items.find(({ agentId }) => agentId === bento)).toEqual({
    ...{ agentId: bento, load: 2, limit: 3 },
    channels: [{ channelId, status: "online" }],
  });
  expect(items.find(({ agentId }) => agentId === ana)?.channels).toEqual([]);
});

it("nobody serves a queue that does not exist", async () => {
  const desk = await open();
  const missing = queueId.replace(/.$/, "9") as typeof queueId;
  await expect(listQueueAgents(desk, { queueId: missing })).rejects.toMatchObject({ code: "NOT_FOUND" });
});
