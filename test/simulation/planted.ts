import type { Change, Condition, Store } from "../../shared/ports/store.ts";
import type { Handler, Ports } from "../world/functions.ts";
import type { FunctionName } from "../../shared/contracts/functions.ts";
import type { Mutation, World } from "../world/world.ts";
import type { SQSEvent } from "aws-lambda";
import { changeNames } from "../../shared/actions/timeline/transition.ts";

/** A bug put in on purpose, to see that the simulation finds it. Production code knows nothing of it. */
export interface PlantedBug {
  readonly name: string;
  /** Invariants that may show it first. */
  readonly shows: readonly string[];
  /** It must be found within this many seeds, from seed 1 on. */
  readonly within: number;
  readonly mutation: Mutation;
}

/** A store that writes something else than it was asked to. */
const changing = (store: Store, commit: (changes: readonly Change[]) => readonly Change[]): Store => ({
  ...store,
  commit: async (changes) => {
    const left = commit(changes);
    if (left.length > 0) await store.commit(left);
  },
});

const withStore = (
  commit: (changes: readonly Change[]) => readonly Change[],
  only?: FunctionName,
): Mutation => ({
  ports: (ports: Ports, name) =>
    only === undefined || only === name ? { ...ports, store: changing(ports.store, commit) } : ports,
});

const without = (change: Change, drop: (condition: Condition) => boolean): Change => ({
  ...change,
  when: change.when.filter((condition) => !drop(condition)),
});

const isBelow = (path: string) => (condition: Condition) =>
  condition.is === "below" && condition.path.join(".") === path;

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
    within: 60,
    mutation: withStore((changes) =>
      changes.map((it) => (it.name === changeNames.seat ? without(it, isBelow("load")) : it)),
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
    within: 400,
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
    name: "a queue or sector goes as soon as it is empty, whoever still knows it as it was",
    shows: ["removal"],
    within: 400,
    mutation: withStore((changes) => changes.map(longSettled), "api-config"),
  },
  {
    name: "a change of presence does not look at what it changes",
    shows: ["i"],
    within: 600,
    mutation: withStore(
      (changes) =>
        changes
          .filter((it) => it.name !== "first presence")
          .map((it) =>
            without(it, (condition) => condition.is === "equals" && condition.path[0] === "presence"),
          ),
      "api-access",
    ),
  },
];
