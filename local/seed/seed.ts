import type { Desk } from "../stack/desk.ts";
import { temporaryPassword } from "../stack/desk.ts";
import { demoLogins, shop } from "./shop.ts";

const everything = { query: { limit: 100 } } as const;

/**
 * Fills a desk with the demo shop, through the API and as its administrator, connects its number and brings its agents
 * online. What is there already stays as it is, so a seeding that was cut off goes on where it stopped.
 */
export async function seedShop(desk: Desk): Promise<void> {
  const token = await desk.signIn();
  const sectors = await seedSectors(desk, token);
  await seedPeople(desk, token, sectors);
  const channelId = await seedNumber(desk, token, sectors);
  await desk.connectNumbers();
  for (const login of demoLogins) {
    const own = await desk.signIn(login);
    if (login.role === "agent")
      await desk.api.call(
        "setPresence",
        { params: { channelId }, body: { status: "online" } },
        { token: own },
      );
  }
}

interface Sectors {
  readonly sectorIds: ReadonlyMap<string, string>;
  readonly queueIds: ReadonlyMap<string, string>;
}

async function seedSectors({ api }: Desk, token: string): Promise<Sectors> {
  const sectorIds = new Map<string, string>();
  const queueIds = new Map<string, string>();
  const known = (await api.call("listSectors", everything, { token })).items;
  for (const { name, ticketLimit, queues, tags } of shop.sectors) {
    const [first] = queues;
    const sector =
      known.find((it) => it.name === name) ??
      (await api.call("createSector", { body: { name, ticketLimit, queue: { name: first } } }, { token }))
        .sector;
    sectorIds.set(name, sector.id);
    const ofSector = { params: { sectorId: sector.id } };
    const knownQueues = (await api.call("listQueues", { ...ofSector, ...everything }, { token })).items;
    for (const queue of queues) {
      const found =
        knownQueues.find((it) => it.name === queue) ??
        (await api.call("createQueue", { ...ofSector, body: { name: queue } }, { token }));
      queueIds.set(queue, found.id);
    }
    const knownTags = (await api.call("listTags", { ...ofSector, ...everything }, { token })).items;
    for (const tag of tags.filter((it) => !knownTags.some((one) => one.name === it)))
      await api.call("createTag", { ...ofSector, body: { name: tag } }, { token });
  }
  return { sectorIds, queueIds };
}

async function seedPeople({ api }: Desk, token: string, { sectorIds, queueIds }: Sectors): Promise<void> {
  const known = new Set(
    (await api.call("listAgents", everything, { token })).items.map(({ email }) => email),
  );
  const { sectors: managed, ...supervisor } = shop.supervisor;
  const people = [
    { ...supervisor, role: "supervisor" as const, sectorIds: idsOf(sectorIds, managed), queueIds: [] },
    ...shop.agents.map(({ queues, ...agent }) => ({
      ...agent,
      role: "agent" as const,
      sectorIds: [],
      queueIds: idsOf(queueIds, queues),
    })),
  ];
  for (const person of people) {
    if (!known.has(person.email))
      await api.call("createAgent", { body: { ...person, temporaryPassword } }, { token });
  }
}

async function seedNumber({ api }: Desk, token: string, { queueIds }: Sectors): Promise<string> {
  const { reception, ...number } = shop.number;
  const known = (await api.call("listChannels", everything, { token })).items;
  const found = known.find((it) => it.kind === "whatsapp" && it.phoneNumberId === number.phoneNumberId);
  if (found !== undefined) return found.id;
  const [queueId = ""] = idsOf(queueIds, [reception]);
  const { secrets, ...settings } = number;
  const body = {
    kind: "whatsapp" as const,
    ...settings,
    reception: { kind: "queue" as const, queueId },
    secrets: { ...secrets, appSecrets: [...secrets.appSecrets] },
  };
  return (await api.call("createChannel", { body }, { token })).id;
}

function idsOf(ids: ReadonlyMap<string, string>, names: readonly string[]): string[] {
  return names.map((name) => {
    const id = ids.get(name);
    if (id === undefined) throw new Error(`the demo shop has no ${name}`);
    return id;
  });
}
