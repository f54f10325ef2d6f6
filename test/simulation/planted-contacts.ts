import type { PlantedBug } from "./mutations.ts";
import type { Store } from "../../shared/ports/store.ts";

/** A store that tells of nobody that they are blocked. */
const forgiving = (store: Store): Store => ({
  ...store,
  getMany: async (wanted, options) => {
    const found = (await store.getMany(wanted, options)) as readonly (object | undefined)[];
    return found.map((it, at) =>
      it && wanted[at]?.shape.kind === "contact" ? { ...it, blocked: null } : it,
    ) as never;
  },
});

export const contactBugs: readonly PlantedBug[] = [
  {
    name: "a ticket opens for somebody who is blocked",
    shows: ["blocked"],
    within: 200,
    mutation: {
      ports: (ports, name) =>
        name === "queue-inbound" ? { ...ports, store: forgiving(ports.store) } : ports,
    },
  },
  {
    name: "a message of somebody who is blocked leaves no trace, and comes to be heard when it is told again",
    shows: ["a"],
    within: 200,
    mutation: {
      ports: (ports, name) => {
        if (name !== "queue-inbound") return ports;
        const { store } = ports;
        const isTrace = (value: unknown): boolean =>
          typeof value === "object" && value !== null && "ticketId" in value && value.ticketId === null;
        const commit: Store["commit"] = async (changes) => {
          const left = changes.filter((it) => it.do !== "put" || !isTrace(it.value));
          if (left.length > 0) await store.commit(left);
        };
        return { ...ports, store: { ...store, commit } };
      },
    },
  },
];
