import { type PlantedBug, changing, withStore } from "./mutations.ts";
import { HeadItem, TimerItem } from "../../shared/contracts/stored/shapes.ts";
import type { Store } from "../../shared/ports/store.ts";
import type { Ticket } from "../../shared/contracts/tickets.ts";

/** A store that tells of every attended ticket that the business had the last word. */
const silencing = (store: Store): Store => ({
  ...store,
  get: async (shape, key, options) => {
    const found = await store.get(shape, key, options);
    const head = found as Ticket | undefined;
    return shape.kind === HeadItem.kind && head?.phase === "open"
      ? ({ ...head, lastDirection: "out" } as typeof found)
      : found;
  },
});

/** A store that tells of every ticket that it was not rated yet, and keeps asking after it was. */
const asking = (store: Store): Store => ({
  ...changing(store, (changes) => changes.filter(({ name }) => name !== "survey")),
  get: async (shape, key, options) => {
    const found = await store.get(shape, key, options);
    const head = found as Ticket | undefined;
    return shape.kind === HeadItem.kind && head?.phase === "closed"
      ? ({ ...head, rating: null } as typeof found)
      : found;
  },
});

/** Bugs in what silence comes to, and in how attendances are rated. */
export const endingBugs: readonly PlantedBug[] = [
  {
    name: "nobody keeps timers",
    shows: ["silence"],
    within: 400,
    mutation: {
      ports: (ports) => ({
        ...ports,
        store: changing(ports.store, (changes) =>
          changes.filter((it) => it.do !== "put" || it.shape.kind !== TimerItem.kind),
        ),
      }),
    },
  },
  {
    name: "a contact who wrote last counts as silent",
    shows: ["silence", "fold"],
    within: 400,
    mutation: {
      ports: (ports, name) =>
        name === "schedule-sweep" ? { ...ports, store: silencing(ports.store) } : ports,
    },
  },
  {
    name: "a rating does not reach its agent",
    shows: ["rating"],
    within: 400,
    mutation: withStore((changes) => changes.filter(({ name }) => name !== "agent's rating")),
  },
  {
    name: "a survey that was answered is answered again",
    shows: ["rating"],
    within: 400,
    mutation: {
      ports: (ports, name) => (name === "queue-inbound" ? { ...ports, store: asking(ports.store) } : ports),
    },
  },
];
