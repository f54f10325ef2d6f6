import type { Mutation } from "../world/world.ts";
import type { Ports } from "../world/functions.ts";
import type { SQSEvent } from "aws-lambda";
import type { Store } from "../../shared/ports/store.ts";
import { HeadItem } from "../../shared/contracts/stored/shapes.ts";
import type { Ticket } from "../../shared/contracts/tickets.ts";
import { addSeconds } from "../../shared/domain/time.ts";
import { changeNames } from "../../shared/actions/timeline/transition.ts";
import { type PlantedBug, changing, withStore } from "./mutations.ts";
import { keys } from "../../shared/contracts/stored/keys.ts";

/** What is to wake a ticket is taken for the snooze that it is in, and every snooze for over. */
const wakingAnything: Mutation = {
  handler: (handler, name, world) =>
    name !== "queue-wakeups"
      ? handler
      : async (event: SQSEvent, context) => {
          const Records = await Promise.all(
            event.Records.map(async (record) => {
              const job = JSON.parse(record.body) as { readonly kind?: string; readonly ticketId?: string };
              if (job.kind !== "snooze" || job.ticketId === undefined) return record;
              const head = await world.store.get(HeadItem, keys.head(job.ticketId));
              const snooze = head?.phase === "snoozed" ? head.snoozes : 1;
              return { ...record, body: JSON.stringify({ ...job, snooze }) };
            }),
          );
          return handler({ ...event, Records } as never, context);
        },
  ports: (ports, name) => (name === "queue-wakeups" ? { ...ports, store: overSooner(ports.store) } : ports),
};

/** A store that says of every snooze that it was over an hour ago, and deletes the right ones nevertheless. */
function overSooner(store: Store): Store {
  const moved = new Map<string, string>();
  return {
    ...changing(store, (changes) =>
      changes.map((it) => {
        if (it.do !== "delete" || it.name !== changeNames.snooze) return it;
        const sk = moved.get(it.key.sk);
        return sk === undefined ? it : { ...it, key: { ...it.key, sk } };
      }),
    ),
    get: async (shape, key, options) => {
      const found = await store.get(shape, key, options);
      const head = found as Ticket | undefined;
      if (shape.kind !== HeadItem.kind || head?.phase !== "snoozed") return found;
      const until = addSeconds(head.until, -1_000_000);
      moved.set(keys.snooze(until, head.id).sk, keys.snooze(head.until, head.id).sk);
      return { ...head, until } as typeof found;
    },
  };
}

/** The queue of wake-ups, except for those of snoozes. */
const withoutSnoozes = (queue: Ports["wakeups"]): Ports["wakeups"] => ({
  send: (jobs) => queue.send(jobs.filter(({ body }) => body.kind !== "snooze")),
});

/** Bugs in how tickets are put away and wake. */
export const snoozeBugs: readonly PlantedBug[] = [
  {
    name: "a firing of a snooze that is over wakes the ticket from the next",
    shows: ["h"],
    within: 800,
    mutation: wakingAnything,
  },
  {
    name: "no snooze has a schedule, and nobody sweeps",
    shows: ["h"],
    within: 200,
    mutation: {
      ports: (ports, name) => {
        const schedules = { create: async () => {}, remove: async () => {} };
        const unslept = { ...ports, wakeups: withoutSnoozes(ports.wakeups) };
        if (name === "stream-relay") return { ...unslept, schedules };
        return name === "schedule-sweep" ? unslept : ports;
      },
    },
  },
  {
    name: "the list of what is put away forgets nothing",
    shows: ["h"],
    within: 200,
    mutation: withStore((changes) =>
      changes.filter((it) => it.do !== "delete" || it.name !== changeNames.snooze),
    ),
  },
];
