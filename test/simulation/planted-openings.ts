import { OpenTicketItem } from "../../shared/contracts/stored/shapes.ts";
import { type PlantedBug, changing } from "./mutations.ts";
import { changeNames } from "../../shared/actions/timeline/transition.ts";

/** Bugs in how tickets open that nobody wrote for. */
export const openingBugs: readonly PlantedBug[] = [
  {
    name: "who opens a ticket does not look whether the contact has one",
    shows: ["b"],
    within: 60,
    mutation: {
      ports: (ports, name) => {
        if (name !== "api-tickets") return ports;
        const unlocked = changing(ports.store, (changes) =>
          changes.map((it) => (it.name === changeNames.lock && it.do === "put" ? { ...it, when: [] } : it)),
        );
        const get: typeof unlocked.get = async (shape, key, options) =>
          shape.kind === OpenTicketItem.kind ? undefined : ports.store.get(shape, key, options);
        return { ...ports, store: { ...unlocked, get } };
      },
    },
  },
];
