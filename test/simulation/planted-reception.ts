import type { Change, Store } from "../../shared/ports/store.ts";
import { type PlantedBug, changing, withStore } from "./mutations.ts";
import type { Channel } from "../../shared/contracts/organisation.ts";
import { ChannelItem, EntryItem, HeadItem } from "../../shared/contracts/stored/shapes.ts";
import type { Entry, Ticket } from "../../shared/contracts/tickets.ts";
import { changeNames } from "../../shared/actions/timeline/transition.ts";

/** A store that tells of every menu that it tries once more than it does. */
const patient = (store: Store): Store => ({
  ...store,
  query: async (shape, query) => {
    const page = await store.query(shape, query);
    if (shape.kind !== ChannelItem.kind) return page;
    const items = (page.items as unknown as readonly Channel[]).map(({ reception, ...it }) => ({
      ...it,
      reception: reception.kind === "menu" ? { ...reception, tries: reception.tries + 1 } : reception,
    }));
    return { ...page, items: items as unknown as typeof page.items };
  },
});

/** What ends with words of the reception says them twice. */
const repeating = (changes: readonly Change[]): readonly Change[] => {
  const entries = changes.flatMap((it) =>
    it.do === "put" && it.shape.kind === EntryItem.kind ? [it.value as Entry] : [],
  );
  const last = entries.findLast((it) => it.type === "message");
  if (last === undefined || last.direction !== "out" || last.purpose !== "reception") return changes;
  const number = last.number + 1;
  const again = { ...last, number, clientMessageId: `reception-${number}` };
  const said = changes.flatMap((it): readonly Change[] => {
    if (it.do !== "put") return [it];
    if (it.shape.kind === HeadItem.kind)
      return [{ ...it, value: { ...(it.value as Ticket), version: number } }];
    return it.value === last ? [it, { ...it, name: `entry ${number}`, value: again }] : [it];
  });
  return entries.at(-1) === last ? said : changes;
};

/** Bugs in what the reception says, and in how tickets are handed back to it. */
export const receptionBugs: readonly PlantedBug[] = [
  {
    name: "a menu is shown once more than it tries",
    shows: ["reception"],
    within: 200,
    mutation: {
      ports: (ports, name) => (name === "queue-inbound" ? { ...ports, store: patient(ports.store) } : ports),
    },
  },
  {
    name: "a message is answered with the menu twice",
    shows: ["reception"],
    within: 200,
    mutation: {
      ports: (ports, name) =>
        name === "queue-inbound" ? { ...ports, store: changing(ports.store, repeating) } : ports,
    },
  },
  {
    name: "who is handed back leaves the seat's load as it was",
    shows: ["c"],
    within: 200,
    mutation: withStore((changes) => {
      const isReturned = changes.some(
        (it) =>
          it.do === "put" && it.shape.kind === EntryItem.kind && (it.value as Entry).type === "returned",
      );
      return isReturned ? changes.filter((it) => it.name !== changeNames.leftSeat) : changes;
    }, "api-tickets"),
  },
];
