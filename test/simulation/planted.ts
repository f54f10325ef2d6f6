import type { Change, Condition, Store } from "../../shared/ports/store.ts";
import type { Handler } from "../world/functions.ts";
import type { FunctionName } from "../../shared/contracts/functions.ts";
import type { WorkQueue } from "../../shared/ports/ports.ts";
import type { World } from "../world/world.ts";
import type { Queue } from "../../shared/contracts/organisation.ts";
import type { SQSEvent } from "aws-lambda";
import { type PlantedBug, changing, withStore } from "./mutations.ts";
import { contactBugs } from "./planted-contacts.ts";
import { endingBugs } from "./planted-endings.ts";
import { openingBugs } from "./planted-openings.ts";
import { receptionBugs } from "./planted-reception.ts";
import { reorganisingBugs } from "./planted-reorganising.ts";
import { snoozeBugs } from "./planted-snoozes.ts";
import { changeNames } from "../../shared/actions/timeline/transition.ts";

const without = (change: Change, drop: (condition: Condition) => boolean): Change => ({
  ...change,
  when: change.when.filter((condition) => !drop(condition)),
});

const isBelow = (path: string) => (condition: Condition) =>
  condition.is === "below" && condition.path.join(".") === path;

const isEqual = (path: string) => (condition: Condition) =>
  condition.is === "equals" && condition.path.join(".") === path;

/** A store that tells of no preference. */
const unpreferring = (store: Store): Store => {
  const without = <Value>(value: Value): Value =>
    typeof value === "object" && value !== null && "preference" in value
      ? { ...value, preference: null }
      : value;
  return {
    ...store,
    get: async (shape, key, options) => without(await store.get(shape, key, options)),
    getMany: async (wanted, options) => {
      const found = (await store.getMany(wanted, options)) as readonly unknown[];
      return found.map(without) as never;
    },
    query: async (shape, query) => {
      const page = await store.query(shape, query);
      return { ...page, items: page.items.map(without) };
    },
  };
};

/** A store that tells of no queue that several channels feed. */
const pausingOne = (store: Store): Store => ({
  ...store,
  query: async (shape, query) => {
    const page = await store.query(shape, query);
    if (shape.kind !== "queue") return page;
    const items = page.items.map((it) => ({ ...(it as Queue), channelIds: ["chn_none"] }));
    return { ...page, items: items as unknown as typeof page.items };
  },
});

/** A store that takes everybody for an administrator. */
const promoting =
  (store: Store): Store["get"] =>
  async (shape, key, options) => {
    const found = await store.get(shape, key, options);
    return shape.kind === "agent" && found !== undefined ? { ...found, role: "admin" } : found;
  };

/** A store that tells of no load and does not ask for one. */
const withoutLoads = (store: Store): Store => ({
  ...changing(store, (changes) => changes.map((it) => without(it, isEqual("load")))),
  getMany: async (wanted, options) => {
    const found = (await store.getMany(wanted, options)) as readonly (object | undefined)[];
    return found.map((it, at) =>
      it && wanted[at]?.shape.kind === "seat" ? { ...it, load: 0 } : it,
    ) as never;
  },
});

/** Wake-ups of everything but people who may be gone. */
const withoutPresence = (wakeups: WorkQueue<"wakeups">): WorkQueue<"wakeups"> => ({
  send: (jobs) => wakeups.send(jobs.filter(({ body }) => body.kind !== "presence")),
});

const sets = (change: Change, path: string, value: string): boolean =>
  change.do === "update" && change.set.some(([at, stored]) => at.join(".") === path && stored === value);

/** A mark of a removal, as if it had been made long ago. */
const longSettled = (change: Change): Change => {
  const { removing } = (change.do === "put" ? change.value : {}) as { readonly removing?: object | null };
  if (change.do !== "put" || removing == null) return change;
  return { ...change, value: { ...(change.value as object), removing: { ...removing, since: longAgo } } };
};
const longAgo = "2020-01-01T00:00:00.000Z";

const queueOf = (name: FunctionName): "inbound" | undefined =>
  name === "queue-inbound" ? "inbound" : undefined;

/** The messages are gone from the queue before they are handled. */
const acknowledgedFirst = (handler: Handler, name: FunctionName, world: World): Handler => {
  const queue = queueOf(name);
  if (queue === undefined) return handler;
  return async (event: SQSEvent, context) => {
    world.queues[queue].forget(event.Records.map((record) => record.messageId));
    return handler(event as never, context);
  };
};

export const plantedBugs: readonly PlantedBug[] = [
  {
    name: "the seat's limit is not a condition of an assignment",
    shows: ["d"],
    within: 200,
    mutation: withStore((changes) =>
      changes.map((it) => (it.name === changeNames.seat ? without(it, isBelow("load")) : it)),
    ),
  },
  {
    name: "a ticket is given over the limit and its entry does not say so",
    shows: ["d"],
    within: 400,
    mutation: withStore((changes) =>
      changes.map((it) => {
        const forced = it.do === "put" && (it.value as { forced?: boolean }).forced === true;
        return forced ? { ...it, value: { ...(it.value as object), forced: false } } : it;
      }),
    ),
  },
  {
    name: "whoever sees a ticket is taken for an administrator",
    shows: ["k"],
    within: 60,
    mutation: {
      ports: (ports, name) =>
        name === "api-tickets" || name === "api-messaging"
          ? { ...ports, store: { ...ports.store, get: promoting(ports.store) } }
          : ports,
    },
  },
  {
    name: "an agent is given tickets of lines they do not serve",
    shows: ["k"],
    within: 400,
    mutation: withStore(
      (changes) =>
        changes.map((it) => (it.name === changeNames.seat ? without(it, ({ is }) => is === "contains") : it)),
      "api-tickets",
    ),
  },
  {
    name: "an inbound message leaves its queue before it is stored",
    shows: ["a"],
    within: 30,
    mutation: { handler: acknowledgedFirst },
  },
  {
    name: "the webhook answers 200 before its messages are in the queue",
    shows: ["a"],
    within: 30,
    mutation: {
      ports: (ports, name) =>
        name === "whatsapp-webhook"
          ? {
              ...ports,
              // Nobody waits for the queue any more, and nobody hears of its failure.
              inbound: { send: async (jobs) => void ports.inbound.send(jobs).catch(() => {}) },
            }
          : ports,
    },
  },
  {
    name: "messages of the provider are not recognised",
    shows: ["a"],
    within: 30,
    mutation: {
      ports: (ports) => ({
        ...ports,
        store: {
          ...changing(ports.store, (changes) =>
            changes.map((it) =>
              it.name === "provider id" ? without(it, (condition) => condition.is === "absent") : it,
            ),
          ),
          getMany: async (wanted, options) => {
            const found = (await ports.store.getMany(wanted, options)) as readonly unknown[];
            return wanted.map((it, index) =>
              it.shape.kind === "provider-message" ? undefined : found[index],
            ) as never;
          },
        },
      }),
    },
  },
  {
    name: "a send is not claimed first",
    shows: ["f"],
    within: 1_200,
    mutation: withStore(
      (changes) => changes.filter((it) => !sets(it, "delivery.status", "sending")),
      "queue-outbound",
    ),
  },
  {
    name: "the relay asks for no routing, and nobody sweeps",
    shows: ["e"],
    within: 30,
    mutation: {
      ports: (ports, name) =>
        name === "stream-relay" || name === "schedule-sweep"
          ? { ...ports, routing: { send: async () => {} } }
          : ports,
    },
  },
  {
    name: "the relay does not wait for the queue of webhooks",
    shows: ["webhooks"],
    within: 100,
    mutation: {
      ports: (ports, name) =>
        name === "stream-relay"
          ? { ...ports, webhooks: { send: async (jobs) => void ports.webhooks.send(jobs).catch(() => {}) } }
          : ports,
    },
  },
  {
    name: "a status may lower the rank",
    shows: ["g"],
    within: 60,
    mutation: withStore((changes) => changes.map((it) => without(it, isBelow("delivery.rank")))),
  },
  {
    name: "closing leaves the seat's load as it was",
    shows: ["c"],
    within: 30,
    mutation: withStore((changes) => changes.filter((it) => it.name !== changeNames.leftSeat)),
  },
  {
    name: "the router serves a line from its end",
    shows: ["l"],
    within: 60,
    mutation: {
      ports: (ports, name) =>
        name === "queue-routing"
          ? {
              ...ports,
              store: {
                ...ports.store,
                query: (shape, query) =>
                  ports.store.query(
                    shape,
                    shape.kind === "place" ? { ...query, limit: 1, descending: true } : query,
                  ),
              },
            }
          : ports,
    },
  },
  {
    name: "the router does not know who is preferred",
    shows: ["preferred"],
    within: 60,
    mutation: {
      ports: (ports, name) =>
        name === "queue-routing" ? { ...ports, store: unpreferring(ports.store) } : ports,
    },
  },
  {
    name: "closing forgets which ticket was the contact's last",
    shows: ["former"],
    within: 30,
    mutation: withStore((changes) => changes.filter((it) => it.name !== changeNames.last)),
  },
  {
    name: "a queue or sector goes as soon as it is empty, whoever still knows it as it was",
    shows: ["removal"],
    within: 600,
    on: ({ administration, pace }) => administration > 1 && pace < 100,
    mutation: withStore((changes) => changes.map(longSettled), "api-config"),
  },
  {
    name: "a change of presence does not look at what it changes",
    shows: ["i", "presence"],
    within: 600,
    mutation: withStore(
      (changes) =>
        changes
          .filter((it) => !it.name.startsWith("first presence"))
          .map((it) => without(it, isEqual("presenceVersion"))),
      "api-access",
    ),
  },
  {
    name: "a pause reaches one channel only",
    shows: ["presence"],
    within: 60,
    mutation: {
      ports: (ports, name) => (name === "api-access" ? { ...ports, store: pausingOne(ports.store) } : ports),
    },
  },
  {
    name: "an induced pause does not look at the tickets",
    shows: ["presence"],
    within: 400,
    mutation: {
      ports: (ports, name) =>
        name === "api-people" ? { ...ports, store: withoutLoads(ports.store) } : ports,
    },
  },
  {
    name: "nobody looks whether who lost the connection came back",
    shows: ["presence"],
    within: 30,
    mutation: {
      ports: (ports, name) =>
        name === "stream-relay" || name === "schedule-sweep"
          ? { ...ports, wakeups: withoutPresence(ports.wakeups) }
          : ports,
    },
  },
  ...contactBugs,
  ...endingBugs,
  ...openingBugs,
  ...receptionBugs,
  ...reorganisingBugs,
  ...snoozeBugs,
];
