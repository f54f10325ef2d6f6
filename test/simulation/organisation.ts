import { Agent, Queue, Seat, Sector, Tag, WhatsAppChannel } from "../../shared/contracts/organisation.ts";
import {
  AgentItem,
  AgentListingItem,
  ChannelItem,
  LoginItem,
  PhoneNumberItem,
  PresenceItem,
  QueueItem,
  SeatItem,
  SectorItem,
  TagItem,
} from "../../shared/contracts/stored/shapes.ts";
import type { Time } from "../../shared/contracts/values.ts";
import { listingOf } from "../../shared/actions/sessions/end-sessions.ts";
import { absent, put } from "../../shared/ports/store.ts";
import type { Chance } from "../world/chance.ts";
import type { World } from "../world/world.ts";
import { appSecret } from "../world/meta.ts";
import { rulesOf } from "./acquaintances.ts";
import { addKeys } from "./keys.ts";
import type { Shadow } from "../world/shadow.ts";
import { endingsOf } from "./endings.ts";
import { hoursOf, unusualReception } from "./receptions.ts";
import { queuesNamedBy } from "../../shared/domain/reception-queues.ts";
import { beginning } from "../world/clock.ts";

/** A business: two sectors with three queues over them, two numbers, and people who share queues. */
export interface Organisation {
  readonly sectors: readonly Sector[];
  readonly queues: readonly Queue[];
  readonly channels: readonly WhatsAppChannel[];
  readonly tags: readonly Tag[];
  /** Agents first, then a supervisor of the first sector, a viewer and an administrator. */
  readonly people: readonly Agent[];
  /** The bot's key first. */
  readonly apiKeyIds: readonly string[];
}

const founded = new Date(beginning - 86_400_000).toISOString();
const idOf = (prefix: string, count: number): string =>
  `${prefix}_01KAQ${count.toString().padStart(21, "0")}`;

/** Makes a business by chance and puts it into the table. In a roomy one agents hold many tickets. */
export async function found(world: World, chance: Chance, roomy: boolean): Promise<Organisation> {
  const base = (prefix: string, count: number) => ({
    id: idOf(prefix, count),
    version: 1,
    createdAt: founded,
  });
  const opening = chance.fork("hours");
  const ending = chance.fork("endings");
  const sectors = [0, 1].map((index) =>
    Sector.parse({
      ...base("sec", index),
      name: `Sector ${index}`,
      managerIds: [],
      active: true,
      ...hoursOf(opening),
      ticketLimit: chance.between(1, 3),
      outreach: true,
      serviceLevel: { wait: null, firstResponse: null, handling: null },
      tagsRequired: index === 0,
      ...endingsOf(ending),
      routing: "automatic",
      removing: null,
    }),
  );
  const rules = chance.fork("rules");
  const drafts = [0, 0, 1].map((sector, index) =>
    Queue.parse({
      ...base("que", index),
      sectorId: sectors[sector]?.id,
      name: `Queue ${index}`,
      routing: chance.is(index === 1 ? 0.5 : 0.1) ? "manual" : "automatic",
      channelIds: [],
      ...rulesOf(rules),
      removing: null,
    }),
  );
  const unusual = chance.fork("receptions");
  const channels = [0, 1].map((index) => {
    const usual = chance.is(0.05)
      ? { kind: "none" }
      : { kind: "queue", queueId: chance.is(0.3) ? drafts[0]?.id : chance.pick(drafts).id };
    return WhatsAppChannel.parse({
      ...base("chn", index),
      kind: "whatsapp",
      name: `Number ${index}`,
      phoneNumberId: `70020${index}`,
      wabaId: "900100",
      displayNumber: "+55 11 3000-0000",
      removing: null,
      reception: unusualReception(unusual, drafts) ?? usual,
    });
  });
  // Some queues take only the contacts of one channel; those that come from it are to find it open.
  const queues = drafts.map((queue): Queue => {
    const fed = channels.filter(({ reception }) => queuesNamedBy(reception).includes(queue.id));
    return { ...queue, channelIds: chance.is(0.5) ? [] : fed.map(({ id }) => id) };
  });
  const tags = [0, 1].map((index) =>
    Tag.parse({ ...base("tag", index), sectorId: sectors[index]?.id, name: `Tag ${index}` }),
  );
  const count = chance.between(2, 4);
  const person = (index: number, changes: object): Agent =>
    Agent.parse({
      ...base("agt", index),
      email: `person${index}@desk.example`,
      name: `Person ${index}`,
      role: "agent",
      phone: null,
      active: true,
      accessHours: null,
      sectorIds: [],
      queueIds: [],
      limits: {},
      permissions: {
        dropPotentials: index === 0,
        viewContacts: true,
        outreach: true,
        seeQueueHistory: false,
      },
      hasPhoto: false,
      sessionsValidAfter: founded,
      ...changes,
    });
  const served = (): readonly string[] => {
    const some = queues.filter(() => chance.is(0.6)).map((queue) => queue.id);
    return some.length > 0 ? some : queues.slice(0, 1).map((queue) => queue.id);
  };
  const hired = [
    ...Array.from({ length: count }, (_, index) => person(index, { queueIds: served() })),
    person(count, { role: "supervisor", sectorIds: [sectors[0]?.id], queueIds: [queues[0]?.id] }),
    person(count + 1, { role: "viewer", sectorIds: [sectors[1]?.id] }),
    person(count + 2, { role: "admin" }),
  ];
  const online = new Set(
    hired.flatMap((it) => channels.flatMap((on) => (chance.is(0.6) ? [it.id + on.id] : []))),
  );
  const isOnline = (agent: Agent, channelId: string): boolean => online.has(agent.id + channelId);
  const ownLimits = new Map<string, number>();
  const seats = hired.flatMap((agent) =>
    sectors.flatMap((sector) => {
      const queueIds = agent.queueIds.filter(
        (id) => queues.find((it) => it.id === id)?.sectorId === sector.id,
      );
      if (queueIds.length === 0) return [];
      const presence = Object.fromEntries(
        channels.flatMap(({ id }) =>
          isOnline(agent, id) ? [[id, { status: "online", since: founded }]] : [],
        ),
      );
      const own = roomy ? 20 : chance.is(0.3) ? chance.between(1, 4) : undefined;
      const limit = own ?? sector.ticketLimit;
      if (own !== undefined) ownLimits.set(`${sector.id}/${agent.id}`, own);
      return Seat.parse({
        ...{ sectorId: sector.id, agentId: agent.id, queueIds, presence },
        ...{ presenceVersion: 0, load: 0, limit, lastAssignedAt: founded },
      });
    }),
  );
  const people = hired.map((agent) => ({
    ...agent,
    limits: Object.fromEntries(
      sectors.flatMap(({ id }) => {
        const own = ownLimits.get(`${id}/${agent.id}`);
        return own === undefined ? [] : [[id, own]];
      }),
    ),
  }));
  await world.store.commit([
    ...sectors.map((it) => put(it.id, SectorItem, it, absent)),
    ...queues.map((it) => put(it.id, QueueItem, it, absent)),
    ...channels.flatMap((it) => [
      put(it.id, ChannelItem, it, absent),
      put(`number ${it.id}`, PhoneNumberItem, { phoneNumberId: it.phoneNumberId, channelId: it.id }, absent),
    ]),
    ...tags.map((it) => put(it.id, TagItem, it, absent)),
    ...people.map((it) => put(it.id, AgentItem, it, absent)),
    ...people.map((it) => put(it.email, LoginItem, { email: it.email, agentId: it.id }, absent)),
    ...people.map((it) => put(`listing ${it.id}`, AgentListingItem, listingOf(it), absent)),
    ...people.flatMap(({ id: agentId }) =>
      channels
        .filter((it) => seats.some((seat) => seat.agentId === agentId) && online.has(agentId + it.id))
        .map(({ id: channelId }) =>
          put(
            `${agentId} ${channelId}`,
            PresenceItem,
            { agentId, channelId, at: founded as Time, status: "online" as const },
            absent,
          ),
        ),
    ),
    ...seats.map((it) => put(`${it.sectorId} ${it.agentId}`, SeatItem, it, absent)),
  ]);
  for (const channel of channels) {
    world.secrets.set(channel.id, {
      accessToken: "token",
      appSecrets: [appSecret],
      verifyToken: "verify me",
    });
  }
  const apiKeyIds = await addKeys(world, sectors, people.at(-1));
  return { sectors, queues, channels, tags, people, apiKeyIds };
}

/** The same with everybody as their record is now; whoever was removed, as it was last. */
export function asItIs(founding: Organisation, shadow: Shadow): Organisation {
  const { people, ...rest } = founding;
  return {
    ...rest,
    get people() {
      return people.map((it) => shadow.people.agents.last(it.id) ?? it);
    },
  };
}
