import { Agent, Queue, Seat, Sector, WhatsAppChannel } from "../../shared/contracts/organisation.ts";
import {
  AgentItem,
  AgentListingItem,
  ChannelItem,
  QueueItem,
  SeatItem,
  SectorItem,
} from "../../shared/contracts/stored/shapes.ts";
import { type Change, put } from "../../shared/ports/store.ts";
import { listingOf } from "../../shared/actions/sessions/end-sessions.ts";
import { appSecret } from "../world/meta.ts";
import { beginning } from "../world/clock.ts";
import type { World } from "../world/world.ts";

/** A large business: four queues a sector, twenty agents a sector, and ten numbers that each lead into a queue. */
export interface Crowd {
  readonly sectors: readonly Sector[];
  readonly queues: readonly Queue[];
  readonly channels: readonly WhatsAppChannel[];
  readonly agents: number;
  readonly admin: Agent;
}

const founded = new Date(beginning - 86_400_000).toISOString();
const base = (prefix: string, count: number) => ({
  id: `${prefix}_01KAQ${count.toString().padStart(21, "0")}`,
  version: 1,
  createdAt: founded,
});
const list = <Value>(length: number, make: (index: number) => Value): Value[] =>
  Array.from({ length }, (_, index) => make(index));

const day = [
  { from: "08:00", to: "12:00" },
  { from: "13:00", to: "18:00" },
];
const hours = {
  timeZone: "America/Sao_Paulo",
  weekly: { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day },
  special: [],
};

/** Puts 50 sectors, 200 queues, 1,000 agents and 10 numbers into the table. */
export async function foundCrowd(world: World): Promise<Crowd> {
  const sectors = list(50, (index) =>
    Sector.parse({
      ...base("sec", index),
      ...{ name: `Setor de atendimento ${index}`, managerIds: [], active: true, hours },
      outOfHours: {
        kind: "queue",
        text: "Estamos fora do horário de atendimento. Responderemos assim que abrirmos.",
      },
      ...{ ticketLimit: 1_000, outreach: false, inactivity: null },
      serviceLevel: { wait: 300, firstResponse: 600, handling: 3_600 },
      ...{ tagsRequired: true, survey: false, routing: "automatic", removing: null },
    }),
  );
  const queues = list(200, (index) =>
    Queue.parse({
      ...base("que", index),
      ...{ sectorId: sectors[index % 50]?.id, name: `Fila ${index}`, routing: "automatic", channelIds: [] },
      greeting: "Olá! Você está na fila e já será atendido.",
      ...{ waitingCap: null, tellsPosition: true, removing: null },
    }),
  );
  const channels = list(10, (index) =>
    WhatsAppChannel.parse({
      ...base("chn", index),
      ...{ kind: "whatsapp", name: `Número ${index}`, phoneNumberId: `70030${index}`, wabaId: "900100" },
      ...{ displayNumber: "+55 11 3000-0000", removing: null },
      reception: { kind: "queue", queueId: queues[index]?.id },
    }),
  );
  const people = list(1_001, (index) =>
    Agent.parse({
      ...base("agt", index),
      ...{
        email: `pessoa${index}@loja.example`,
        name: `Pessoa ${index}`,
        role: index === 0 ? "admin" : "agent",
      },
      ...{ phone: null, active: true, accessHours: null, sectorIds: [], limits: {}, hasPhoto: false },
      queueIds: index === 0 ? [] : [queues[index % 200]?.id],
      permissions: { dropPotentials: false, viewContacts: true, outreach: false, seeQueueHistory: false },
      sessionsValidAfter: founded,
    }),
  );
  const presence = Object.fromEntries(channels.map(({ id }) => [id, { status: "online", since: founded }]));
  const seats = people.slice(1).map(({ id, queueIds }, index) =>
    Seat.parse({
      ...{ sectorId: sectors[((index + 1) % 200) % 50]?.id, agentId: id, queueIds, presence },
      ...{ load: 0, limit: 1_000, lastAssignedAt: founded },
    }),
  );
  const changes: readonly Change[] = [
    ...sectors.map((it) => put(it.id, SectorItem, it)),
    ...queues.map((it) => put(it.id, QueueItem, it)),
    ...channels.map((it) => put(it.id, ChannelItem, it)),
    ...people.flatMap((it) => [
      put(it.id, AgentItem, it),
      put(`listing ${it.id}`, AgentListingItem, listingOf(it)),
    ]),
    ...seats.map((it) => put(`seat ${it.agentId}`, SeatItem, it)),
  ];
  for (let at = 0; at < changes.length; at += 100) await world.store.commit(changes.slice(at, at + 100));
  for (const { id } of channels)
    world.secrets.set(id, { accessToken: "token", appSecrets: [appSecret], verifyToken: "verify me" });
  const [admin] = people;
  if (admin === undefined) throw new Error("nobody was made");
  return { sectors, queues, channels, agents: people.length - 1, admin };
}
