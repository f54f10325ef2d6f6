import type { AnswerOf } from "../stack/api-client.ts";
import { type SetupApi, inParallel } from "./api.ts";
import { type Key, type KnownThing, apart, channelKey, identity, ordered } from "./things.ts";
import { sameHours } from "./hours-text.ts";
import type { Json } from "../../shared/contracts/values.ts";
import type { Reception } from "../../shared/contracts/organisation.ts";
import type { Hours } from "../../shared/contracts/hours.ts";

/** Everything a set-up file can speak about, as the API shows it. */
export interface DeskState {
  readonly settings: AnswerOf<"getSettings">;
  readonly sectors: AnswerOf<"listSectors">["items"];
  readonly queues: AnswerOf<"listQueues">["items"];
  readonly tags: AnswerOf<"listTags">["items"];
  readonly channels: AnswerOf<"listChannels">["items"];
  readonly pauseReasons: AnswerOf<"listPauseReasons">["items"];
  readonly people: AnswerOf<"listAgents">["items"];
  readonly cannedResponses: AnswerOf<"listCannedResponses">["items"];
}

/** Reads the desk through the API, as far as there is: about one request a list and two a sector. */
export async function readDesk(api: SetupApi): Promise<DeskState> {
  const [settings, sectors, channels, pauseReasons, people, cannedResponses] = await Promise.all([
    api.call("getSettings", {}),
    all((query) => api.call("listSectors", { query })),
    all((query) => api.call("listChannels", { query })),
    all((query) => api.call("listPauseReasons", { query })),
    all((query) => api.call("listAgents", { query })),
    all((query) => api.call("listCannedResponses", { query })),
  ]);
  const ofSectors = await inParallel(sectors, async ({ id: sectorId }) =>
    Promise.all([
      all((query) => api.call("listQueues", { params: { sectorId }, query })),
      all((query) => api.call("listTags", { params: { sectorId }, query })),
    ]),
  );
  const queues = ofSectors.flatMap(([it]) => it);
  const tags = ofSectors.flatMap(([, it]) => it);
  return { settings, sectors, queues, tags, channels, pauseReasons, people, cannedResponses };
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly cursor: string | null;
}

async function all<Item>(
  pageAt: (query: { readonly limit: number; readonly cursor?: string }) => Promise<Page<Item>>,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Item> = await pageAt({ limit: 100, ...(cursor === null ? {} : { cursor }) });
    items.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== null);
  return items;
}

/** Numbers that are on their way out: until they are gone, nobody can have them anew. */
export const leavingNumbers = ({ channels }: DeskState): ReadonlySet<string> =>
  new Set(
    channels
      .filter(({ kind, removing }) => kind === "whatsapp" && removing)
      .map((channel) => identity({ kind: "channel", key: channelKey(channel) })),
  );

/**
 * The desk in the words of a set-up file. What is being removed is not there any more, and neither are rejected suggestions,
 * which have no shortcut.
 */
export function thingsOf(state: DeskState): readonly KnownThing[] {
  const sectors = state.sectors.filter(({ removing }) => !removing);
  const queues = state.queues.filter(({ removing }) => !removing);
  const sectorNames = new Map<string, string>(sectors.map(({ id, name }) => [id, name]));
  const inSectors = <Item extends { readonly sectorId: string }>(items: readonly Item[]) =>
    items.flatMap((item) => {
      const sector = sectorNames.get(item.sectorId);
      return sector === undefined ? [] : [{ ...item, sector }];
    });
  const placed = inSectors(queues);
  const queueKeys = new Map<string, Key>(placed.map(({ id, sector, name }) => [id, [sector, name]]));
  const channels = state.channels.filter(({ removing }) => !removing);
  const channelKeys = new Map<string, Key>(channels.map((channel) => [channel.id, channelKey(channel)]));
  const known = <Value extends string | Key>(
    ids: readonly string[],
    names: ReadonlyMap<string, Value>,
  ): Value[] =>
    ids.flatMap((id) => {
      const name = names.get(id);
      return name === undefined ? [] : [name];
    });

  return [
    settingsThing(state.settings),
    ...state.pauseReasons.map(({ id, version, name, isWork, suggestedSeconds }) =>
      thing("pause reason", [name], { id, version }, { isWork, suggestedSeconds }),
    ),
    ...channels.map((channel) => {
      const { name, reception } = channel;
      const fields = { ...ownFields(channel), name, reception: receptionOf(reception, queueKeys) };
      return { ...thing("channel", channelKey(channel), channel, fields), label: name };
    }),
    ...sectors.map((sector) => {
      const { id, version, name, active, ticketLimit, routing, outreach, tagsRequired, survey } = sector;
      return thing(
        "sector",
        [name],
        { id, version },
        {
          ...{ active, ticketLimit, routing, outreach, tagsRequired, survey },
          hours: hoursOf(sector.hours),
          ...apart("outOfHours", sector.outOfHours),
          inactivity: sector.inactivity,
          ...apart("serviceLevel", sector.serviceLevel),
        },
      );
    }),
    ...placed.map(({ id, version, sector, name, routing, channelIds, waitingCap, greeting, tellsPosition }) =>
      thing(
        "queue",
        [sector, name],
        { id, version },
        {
          ...{ routing, waitingCap, greeting, tellsPosition },
          channels: ordered(known(channelIds, channelKeys)),
        },
      ),
    ),
    ...inSectors(state.tags).map(({ id, version, sector, name }) =>
      thing("tag", [sector, name], { id, version }, {}),
    ),
    ...state.people.map((person) => {
      const { id, version, email, name, role, phone } = person;
      return thing(
        "person",
        [email],
        { id, version },
        {
          ...{ name, role, phone },
          accessHours: hoursOf(person.accessHours),
          sectors: ordered(known(person.sectorIds, sectorNames)),
          queues: ordered(known(person.queueIds, queueKeys)),
          limits: Object.fromEntries(
            Object.entries(person.limits).flatMap(([sectorId, limit]) => {
              const sector = sectorNames.get(sectorId);
              return sector === undefined || limit === undefined ? [] : [[sector, limit] as const];
            }),
          ),
          ...apart("permissions", person.permissions),
        },
      );
    }),
    ...state.cannedResponses.flatMap(({ id, version, shortcut, text, sectorId, state: { kind } }) => {
      const sector = sectorId === null ? null : sectorNames.get(sectorId);
      if (kind === "rejected" || sector === undefined) return [];
      const key = sector === null ? [shortcut] : [sector, shortcut];
      return [thing("canned response", key, { id, version }, { text, state: kind })];
    }),
  ];
}

function ownFields(channel: DeskState["channels"][number]): KnownThing["fields"] {
  if (channel.kind === "webchat") {
    const { allowedOrigins, greeting } = channel;
    return { allowedOrigins: ordered(allowedOrigins), greeting };
  }
  const { wabaId, displayNumber } = channel;
  return { wabaId, displayNumber };
}

function settingsThing(settings: DeskState["settings"]): KnownThing {
  const { version, survey, protocol, ...rest } = settings;
  return thing(
    "settings",
    [],
    { id: "settings", version },
    {
      ...rest,
      ...apart("survey", survey),
      ...apart("protocol", protocol),
    },
  );
}

const hoursOf = (hours: Hours | null): KnownThing["fields"][string] =>
  hours === null ? null : sameHours(hours);

const thing = (
  kind: KnownThing["kind"],
  key: Key,
  { id, version }: Pick<KnownThing, "id" | "version">,
  fields: KnownThing["fields"],
): KnownThing => ({ kind, key, label: key.join(" / "), id, version, fields });

/** A queue is its key, nobody is null, and the queues of a menu are theirs; one that is being removed is not there. */
function receptionOf(reception: Reception, queueKeys: ReadonlyMap<string, Key>): Json {
  switch (reception.kind) {
    case "none":
      return null;
    case "queue":
      return queueKeys.get(reception.queueId) ?? null;
    case "external":
      return { ...reception };
    case "menu": {
      const { queueIds, fallback, ...texts } = reception;
      const queues = queueIds.flatMap((id) => {
        const key = queueKeys.get(id);
        return key === undefined ? [] : [key];
      });
      return { ...texts, queues, fallback: (fallback && queueKeys.get(fallback)) ?? null };
    }
  }
}
