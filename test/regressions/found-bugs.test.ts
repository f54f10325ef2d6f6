import type { Queue, Seat, WhatsAppChannel } from "../../shared/contracts/organisation.ts";
import type { CreatedChannel } from "../../shared/contracts/routes/channels.ts";
import {
  AgentItem,
  ChannelItem,
  HeadItem,
  PhoneNumberItem,
  PresenceItem,
  QueueItem,
  SeatItem,
  SectorItem,
} from "../../shared/contracts/stored/shapes.ts";
import { agents, channelId, queueId, sectorId } from "../support/ids.ts";
import { expect, test } from "vitest";
import { keys, partitions } from "../../shared/contracts/stored/keys.ts";
import { ChannelId } from "../../shared/contracts/ids.ts";
import { put, update } from "../../shared/ports/store.ts";
import type { Store } from "../../shared/ports/store.ts";
import { createChannel } from "../../shared/actions/channels/create-channel.ts";
import { createConfiguration } from "../../shared/actions/configuration/configuration.ts";
import { createStage } from "../crash/stage.ts";
import { effectsOf } from "../../shared/actions/relay/plan.ts";
import { openDesk } from "../support/desk.ts";
import { receiveJob } from "../../shared/actions/intake/receive-job.ts";
import { handBack } from "../../shared/actions/reception/hand-back.ts";
import { liasTicket, receiving, says } from "../example/reception/support.ts";
import { supervisorOf } from "../support/other-sector.ts";
import { routeQueue } from "../../shared/actions/routing/route-queue.ts";
import { setPresence } from "../../shared/actions/presence/set-presence.ts";

/** Bugs that the simulation, or writing it, brought to light: each with the very interleaving that showed it. */

const [lia, ben] = agents;
const otherChannelId = ChannelId.parse(`chn_${"2".padStart(26, "0")}`);

const desk = () => openDesk({ online: false });

/** The store, which does something else first at the first commit that `when` names. */
const interrupted = (
  store: Store,
  when: (names: readonly string[]) => boolean,
  first: () => Promise<unknown>,
): Store => {
  let done = false;
  return {
    ...store,
    commit: async (changes) => {
      if (!done && when(changes.map((it) => it.name))) {
        done = true;
        await first();
      }
      return store.commit(changes);
    },
  };
};

test("the relay knows what kind of item changed, as the store writes it", async () => {
  const stage = createStage({});
  const seat: Seat = {
    ...{ sectorId, agentId: lia, queueIds: [queueId], load: 0, limit: 1 },
    ...{ presence: { [channelId]: { status: "online", since: stage.world.clock.now() } } },
    presenceVersion: 0,
    lastAssignedAt: stage.world.clock.now(),
  };
  await stage.world.store.commit([put("seat", SeatItem, seat)]);
  const [record] = stage.world.store.changes;
  expect(effectsOf({ id: "1", new: record?.newItem })).toEqual([
    { kind: "route", queueId, agentId: lia, id: `1-${queueId}` },
  ]);
});

test("two changes of presence at once leave seats and log telling the same", async () => {
  const { store, clock, configuration, people, pass } = await desk();
  const [actor] = people;
  if (actor === undefined) throw new Error("nobody is at the desk");
  const change = (status: "online" | "offline", on: Store = store) =>
    setPresence({ store: on, clock, configuration }, { actor, channelId, status });
  pass(60);
  // While the first is on its way, the person goes online and offline elsewhere.
  const slow = interrupted(
    store,
    () => true,
    async () => {
      pass(1);
      await change("online");
      pass(1);
      await change("offline");
    },
  );
  await change("online", slow);
  const log = await store.query(PresenceItem, {
    pk: partitions.agent(actor.id),
    prefix: "PRESENCE#",
    limit: 100,
  });
  expect(log.items.map((it) => it.status)).toEqual(["offline", "online", "offline", "online"]);
  const seat = await store.get(SeatItem, keys.seat(sectorId, actor.id));
  expect(seat?.presence[channelId]).toEqual({ status: "online", since: log.items.at(-1)?.at });
});

test("clocks that differ never make an interval of presence begin before the one it ends", async () => {
  const { store, configuration, people, clock } = await desk();
  const [actor] = people;
  if (actor === undefined) throw new Error("nobody is at the desk");
  const behind = {
    now: () => new Date(Date.parse(clock.now()) - 20).toISOString() as ReturnType<typeof clock.now>,
  };
  const [online] = await setPresence({ store, clock, configuration }, { actor, channelId, status: "online" });
  const late = { store, clock: behind, configuration };
  const [offline] = await setPresence(late, { actor, channelId, status: "offline" });
  expect((offline?.since ?? "") > (online?.since ?? "~")).toBe(true);
});

test("a seat that was made later catches up, and the log does not say online twice", async () => {
  const { store, clock, configuration, people, pass } = await desk();
  const [actor] = people;
  if (actor === undefined) throw new Error("nobody is at the desk");
  await setPresence({ store, clock, configuration }, { actor, channelId, status: "online" });
  pass(10);
  const sector = await store.get(SectorItem, keys.sector(sectorId));
  if (sector === undefined) throw new Error("the desk has no sector");
  const other: Queue = {
    ...{ id: `que_${"2".padStart(26, "0")}` as Queue["id"], version: 1, name: "Other", routing: "automatic" },
    ...{ sectorId: `sec_${"2".padStart(26, "0")}` as Queue["sectorId"], createdAt: clock.now() },
    ...{ channelIds: [], waitingCap: null, greeting: null, tellsPosition: false, removing: null },
  };
  const late: Seat = {
    ...{
      sectorId: other.sectorId,
      agentId: actor.id,
      queueIds: [other.id],
      presence: {},
      presenceVersion: 0,
      load: 0,
      limit: 1,
    },
    lastAssignedAt: clock.now(),
  };
  const promoted = { ...actor, queueIds: [...actor.queueIds, other.id] };
  await store.commit([
    put("sector", SectorItem, { ...sector, id: other.sectorId }),
    put("queue", QueueItem, other),
    put("seat", SeatItem, late),
    put("agent", AgentItem, promoted),
  ]);
  const deps = { store, clock, configuration: createConfiguration({ store, clock }) };
  await setPresence(deps, { actor: promoted, channelId, status: "online" });
  await setPresence({ ...deps, configuration }, { actor: promoted, channelId, status: "offline" });
  const query = { pk: partitions.agent(actor.id), prefix: "PRESENCE#", limit: 100 };
  const log = await store.query(PresenceItem, query);
  expect(log.items.map((it) => it.status)).toEqual(["offline", "online", "offline"]);
  const seat = await store.get(SeatItem, keys.seat(other.sectorId, actor.id));
  expect(seat?.presence[channelId]?.status).toBe("offline");
});

test("an agent who changes channels meanwhile gets who came first there, not who came later", async () => {
  const it = await openDesk({ online: false, limit: 1 });
  const since = it.clock.now();
  const second: WhatsAppChannel = { ...it.channel, id: otherChannelId, phoneNumberId: "700201" };
  const sit = (
    agentId: Seat["agentId"],
    presence: Record<string, { status: "online"; since: typeof since }>,
  ) => update("seat", SeatItem, keys.seat(sectorId, agentId), { set: [[["presence"], presence]] });
  const online = { status: "online", since } as const;
  await it.store.commit([put("channel", ChannelItem, second)]);
  await it.store.commit([sit(lia, { [otherChannelId]: online })]);
  await it.store.commit([sit(ben, { [channelId]: online })]);
  const write = async (name: string, channel: WhatsAppChannel): Promise<void> => {
    it.pass(1);
    const value = {
      ...{ id: `wamid.${name}`, from_user_id: `BR.${name}`, type: "text", text: { body: name } },
      timestamp: Math.floor(Date.parse(it.clock.now()) / 1_000).toString(),
    };
    await receiveJob(it, {
      ...{ v: 1, phoneNumberId: channel.phoneNumberId, receivedAt: it.clock.now() },
      items: [{ kind: "message", value, contact: { profile: { name } }, inspectionId: null }],
    });
  };
  // Ben takes the first. The second waits, for nobody else is on this channel; the third is for Lia; so the router thought.
  await write("first", it.channel);
  await write("second", it.channel);
  await write("third", second);
  await write("fourth", it.channel);
  const moved = interrupted(
    it.store,
    (names) => names.includes("place in line") && servedOne(),
    () => it.store.commit([sit(lia, { [channelId]: online })]),
  );
  const servedOne = (): boolean =>
    it.store.dump().filter((item) => item["shape"] === HeadItem.kind && item["phase"] === "open").length ===
    1;
  await routeQueue({ ...it, store: moved }, queueId);
  const phases = it.store.dump().filter((item) => item["shape"] === HeadItem.kind);
  const names = (phase: string) =>
    phases.filter((item) => item["phase"] === phase).map((item) => item["contactName"]);
  expect(names("open")).toEqual(["first", "second"]);
  expect(names("waiting")).toEqual(["third", "fourth"]);
});

test("the same request for a channel, sent twice at once, gets the same answer twice", async () => {
  const it = await desk();
  const [actor] = it.people;
  if (actor === undefined) throw new Error("nobody is at the desk");
  const request = { actorId: lia, route: "createChannel", key: "one key", input: {} };
  const input = {
    ...{ actor, kind: "whatsapp" as const, name: "New", phoneNumberId: "700299", wabaId: "900100" },
    ...{ displayNumber: "+55 11 3000-0001", reception: { kind: "none" as const } },
    secrets: { accessToken: "token", appSecrets: ["secret"], verifyToken: "verify me" },
  };
  let first: CreatedChannel | undefined;
  // Between its look for a first answer and its look at the number, the other one is done.
  const get: Store["get"] = async (shape, key, options) => {
    if (shape.kind === PhoneNumberItem.kind && first === undefined) {
      first = await createChannel(it, request, input);
    }
    return it.store.get(shape, key, options);
  };
  const again = await createChannel({ ...it, store: { ...it.store, get } }, request, input);
  expect(first).toBeDefined();
  expect(again).toEqual(first);
});

test("who is with the reception of a line that refused them is with the bot already when they are handed back", async () => {
  const shut = {
    ...{ hours: { timeZone: "UTC", weekly: {}, special: [] } },
    outOfHours: { kind: "refuse" as const, text: "We are closed." },
  };
  const it = await receiving({ kind: "queue", queueId }, { sales: shut });
  await says(it, "good evening");
  const before = await liasTicket(it);
  expect(before).toMatchObject({ phase: "bot", bot: { kind: "queue", refused: { why: "closed" } } });
  const writes = it.store.changes.length;
  // Seed 700140: the simulation took this answer for wrong, though nothing is handed back here.
  const answer = await handBack(it, { actor: supervisorOf(it), ticketId: before.id });
  expect(answer).toEqual(before);
  expect(it.store.changes).toHaveLength(writes);
});
