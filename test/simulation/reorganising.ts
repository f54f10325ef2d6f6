import type { Agent, Queue, Seat } from "../../shared/contracts/organisation.ts";
import type { Chance } from "../world/chance.ts";
import type { Desk } from "./people.ts";
import type { Invocation } from "../world/triggers.ts";
import type { Organisation } from "./organisation.ts";
import type { Place } from "../../shared/contracts/stored/shapes.ts";
import type { Shadow } from "../world/shadow.ts";
import { defaultSettings } from "../../shared/contracts/settings.ts";

export interface Reorganisation {
  /** What they do next. */
  act(): Invocation | undefined;
  /** Something by which somebody who waits is to be served, and what it is, as far as anything comes to that. */
  makeRoom(): { readonly what: string; readonly invocation: Invocation } | undefined;
}

/**
 * Somebody who manages changes how the desk works while it is at work: limits of people and sectors, mostly up and where somebody
 * waits; who serves which queue; how long lines may be and whether they are routed; and settings of the whole business.
 */
export function createReorganisation(
  shadow: Shadow,
  organisation: Organisation,
  desk: Pick<Desk, "ask">,
  chance: Chance,
): Reorganisation {
  const { sectors, queues, apiKeyIds } = organisation;
  const admin = (): Agent => organisation.people.at(-1) as Agent;
  const supervisor = (): Agent => organisation.people.at(-3) as Agent;
  /** Who manages only the first sector asks now and then for what is another's. */
  const manager = (): Agent => (chance.is(0.8) ? admin() : supervisor());
  const agents = (): readonly Agent[] =>
    organisation.people.filter(({ role }) => role === "agent" || role === "supervisor");
  /** Mostly a queue in which somebody waits. */
  const someQueue = (): Organisation["queues"][number] => {
    const waited = new Set([...shadow.places.values()].map(({ queueId }) => queueId));
    const crowded = queues.filter(({ id }) => waited.has(id));
    return chance.pick(crowded.length > 0 && chance.is(0.8) ? crowded : queues);
  };
  /** Mostly up. */
  const changed = (limit: number): number =>
    chance.is(0.7) ? limit + chance.between(1, 3) : Math.max(1, limit - chance.between(1, 2));

  const ofAgent = (by: Agent, person: Agent, body: object): Invocation =>
    desk.ask(by, "api-people", {
      ...{ method: "PATCH", resource: "/agents/{agentId}", params: { agentId: person.id }, body },
    });
  const ofSector = (by: Agent, sectorId: string, body: object): Invocation =>
    desk.ask(by, "api-config", {
      ...{ method: "PATCH", resource: "/sectors/{sectorId}", params: { sectorId }, body },
    });
  const seatLimit = (): Invocation | undefined => {
    const full = (seat: Seat): boolean => seat.load >= seat.limit && seat.queueIds.length > 0;
    const all = [...shadow.seats.values()];
    const some = all.filter(full);
    const seat = all.length === 0 ? undefined : chance.pick(some.length > 0 && chance.is(0.8) ? some : all);
    const person = organisation.people.find(({ id }) => id === seat?.agentId);
    if (seat === undefined || person === undefined) return undefined;
    const { [seat.sectorId]: _, ...others } = person.limits;
    const own = chance.is(0.8) ? { [seat.sectorId]: changed(seat.limit) } : {};
    return ofAgent(manager(), person, { limits: { ...others, ...own } });
  };
  const sectorLimit = (): Invocation => {
    const sectorId = chance.is(0.7) ? someQueue().sectorId : chance.pick(sectors).id;
    const { ticketLimit = 1 } = (shadow.there.get(sectorId) ?? {}) as { readonly ticketLimit?: number };
    return ofSector(manager(), sectorId, { ticketLimit: changed(ticketLimit) });
  };
  const members = (): Invocation => {
    const { id: queueId } = someQueue();
    const serving = agents().filter((it) => it.queueIds.includes(queueId));
    const others = agents().filter((it) => !it.queueIds.includes(queueId));
    const joins = others.length > 0 && chance.is(0.75) ? [chance.pick(others)] : [];
    const stay = joins.length === 0 || chance.is(0.2) ? serving.slice(1) : serving;
    const body = { agentIds: [...stay, ...joins].map(({ id }) => id) };
    const call = { method: "PUT", resource: "/queues/{queueId}/agents", params: { queueId }, body };
    return desk.ask(manager(), "api-config", call);
  };
  const memberships = (): Invocation => {
    const person = chance.pick(agents());
    const kept = person.queueIds.filter(() => chance.is(0.8));
    const queueIds = [...new Set([...kept, ...(chance.is(0.8) ? [someQueue().id] : [])])];
    return ofAgent(manager(), person, { queueIds });
  };
  const queueRules = (): Invocation => {
    const { id: queueId } = someQueue();
    const body = chance.pick([
      { waitingCap: chance.pick([null, 1, 3]) },
      { routing: chance.pick(["automatic", "automatic", "manual"]) },
      { tellsPosition: chance.is(0.5), greeting: chance.pick([null, "Welcome."]) },
    ]);
    const call = { method: "PATCH", resource: "/queues/{queueId}", params: { queueId }, body };
    return desk.ask(manager(), "api-config", call);
  };
  const settings = (): Invocation => {
    if (chance.is(0.3)) return ofSector(manager(), chance.pick(sectors).id, { survey: chance.is(0.5) });
    const body = chance.pick([
      { offlineGraceSeconds: chance.pick([0, 5, 60, 120]) },
      { survey: { ...defaultSettings.survey, enabled: chance.is(0.5) } },
      { preferredSeconds: chance.pick([0, 5, 60]), wakePreferredSeconds: chance.pick([0, 30, 120]) },
    ]);
    return desk.ask(admin(), "api-config", { method: "PATCH", resource: "/settings", body });
  };
  const forgetKey = (): Invocation => {
    const params = { apiKeyId: chance.pick(apiKeyIds) };
    return desk.ask(admin(), "api-config", { method: "DELETE", resource: "/api-keys/{apiKeyId}", params });
  };

  const isThere = (seat: Seat, channelId: string): boolean =>
    Object.entries(seat.presence).some(([id, { status }]) => id === channelId && status === "online");
  /** Ways in which a place in line comes to be served. */
  const waysFor = ({ queueId, channelId }: Place): readonly [string, () => Invocation][] => {
    const queue = shadow.there.get(queueId) as unknown as Queue | undefined;
    if (queue?.routing !== "automatic") return [];
    const { sectorId } = queue;
    const seats = [...shadow.seats.values()].filter((seat) => seat.sectorId === sectorId);
    const free = organisation.people.flatMap(({ id, role, active, limits, queueIds }) => {
      const seat = shadow.seats.get(`${sectorId}/${id}`);
      const { ticketLimit = 0 } = (shadow.there.get(sectorId) ?? {}) as { readonly ticketLimit?: number };
      const other = [...shadow.seats.values()].find((it) => it.agentId === id && isThere(it, channelId));
      const hasRoom = (seat?.load ?? 0) < (limits[sectorId] ?? ticketLimit);
      const may = active && ["agent", "supervisor"].includes(role) && !queueIds.includes(queueId);
      return may && hasRoom && other !== undefined ? [id] : [];
    });
    const serving = organisation.people.flatMap(({ id, queueIds: ids }) =>
      ids.includes(queueId) ? [id] : [],
    );
    const put = { method: "PUT", resource: "/queues/{queueId}/agents", params: { queueId } };
    return [
      ...seats.flatMap((seat): [string, () => Invocation][] => {
        const person = organisation.people.find(({ id }) => id === seat.agentId);
        const isFull = seat.load >= seat.limit && seat.queueIds.includes(queueId);
        if (person === undefined || !isFull || !isThere(seat, channelId)) return [];
        if (person.limits[sectorId] === undefined)
          return [
            ["a sector's limit rose", () => ofSector(admin(), sectorId, { ticketLimit: seat.load + 1 })],
          ];
        const limits = { ...person.limits, [sectorId]: seat.load + 1 };
        return [["somebody's limit rose", () => ofAgent(admin(), person, { limits })]];
      }),
      ...free.map((agentId): [string, () => Invocation] => [
        "somebody came to serve a queue",
        () => desk.ask(admin(), "api-config", { ...put, body: { agentIds: [...serving, agentId] } }),
      ]),
    ];
  };

  const acts: readonly (readonly [number, () => Invocation | undefined])[] = [
    [3, seatLimit],
    [3, sectorLimit],
    [4, members],
    [2, memberships],
    [2, queueRules],
    [2, settings],
    [0.2, forgetKey],
  ];
  const weight = acts.reduce((sum, [share]) => sum + share, 0);
  return {
    act: () => {
      let at = chance.unit() * weight;
      for (const [share, act] of acts) {
        if (at < share) return act();
        at -= share;
      }
      return undefined;
    },
    makeRoom: () => {
      const ways = [...shadow.places.values()].flatMap(waysFor);
      if (ways.length === 0) return undefined;
      const [what, ask] = chance.pick(ways);
      return { what, invocation: ask() };
    },
  };
}
