import type { Plan } from "./plan.ts";
import { type KnownThing, type WantedThing, identity } from "./things.ts";

/** One thing that is made or changed. The fields are those to be said. */
export type Step =
  | {
      readonly action: "create";
      readonly thing: WantedThing;
      /** Of a sector: its first queue, which is made with it. */
      readonly firstQueue?: WantedThing;
    }
  | {
      readonly action: "change";
      readonly thing: WantedThing;
      /** As the plan knew it; absent for what the plan itself makes first. */
      readonly known?: KnownThing;
      readonly fields: WantedThing["fields"];
    };

/**
 * The steps of a plan, in stages: those of one stage need nothing of each other, and only what earlier ones made. Sectors come
 * with a queue before they are changed (to be active they need one); queues before channels, which put people into them; a
 * queue that is for a new channel is told of it last; people come last of all, since they change their sectors' records.
 */
export function stagesOf({ differences }: Plan): readonly (readonly Step[])[] {
  const newKeys = new Set(
    differences.filter(({ action }) => action === "create").map(({ thing }) => identity(thing)),
  );
  const firstQueues = new Map<string, WantedThing>();
  for (const { action, thing } of differences) {
    const sector = identity({ kind: "sector", key: thing.key.slice(0, 1) });
    if (action === "create" && thing.kind === "queue" && newKeys.has(sector) && !firstQueues.has(sector))
      firstQueues.set(sector, thing);
  }
  const stages: Step[][] = [[], [], [], [], []];
  const add = (stage: number, step: Step): void => void stages[stage]?.push(step);
  for (const difference of differences) {
    const { action, thing } = difference;
    if (action === "leave") continue;
    if (thing.kind === "queue" && waits(thing, newKeys)) {
      const { channels, ...soon } = thing.fields;
      const early: WantedThing = { ...thing, fields: soon };
      if (action === "create") addQueue(early);
      else {
        const others = difference.changes.filter(({ field }) => field !== "channels");
        const fields = Object.fromEntries(others.map(({ field, to }) => [field, to]));
        if (others.length > 0) add(1, { action, thing, known: difference.known, fields });
      }
      const late = { action: "change", thing, fields: { channels: channels ?? null } } as const;
      add(3, action === "change" ? { ...late, known: difference.known } : late);
    } else if (action === "create") {
      if (thing.kind === "queue") addQueue(thing);
      else if (thing.kind === "sector") {
        const firstQueue = firstQueues.get(identity(thing));
        const soon = firstQueue && withoutNewChannels(firstQueue, newKeys);
        add(0, { action, thing, ...(soon === undefined ? {} : { firstQueue: soon }) });
      } else add(stageOf(thing), { action, thing });
    } else {
      const fields = Object.fromEntries(difference.changes.map(({ field, to }) => [field, to]));
      add(thing.kind === "sector" ? 2 : stageOf(thing), { action, thing, known: difference.known, fields });
    }
  }
  return stages.filter((steps) => steps.length > 0);

  function addQueue(thing: WantedThing): void {
    const sector = identity({ kind: "sector", key: thing.key.slice(0, 1) });
    if (firstQueues.get(sector)?.key !== thing.key) add(1, { action: "create", thing });
  }
}

/** Whether a queue is for a channel that is yet to be made. */
const waits = ({ fields: { channels } }: WantedThing, newKeys: ReadonlySet<string>): boolean =>
  Array.isArray(channels) &&
  channels.some((key) => newKeys.has(identity({ kind: "channel", key: key as string[] })));

function withoutNewChannels(queue: WantedThing, newKeys: ReadonlySet<string>): WantedThing {
  if (!waits(queue, newKeys)) return queue;
  const { channels: _, ...fields } = queue.fields;
  return { ...queue, fields };
}

const stageOf = ({ kind }: WantedThing): number =>
  ({
    settings: 0,
    "pause reason": 0,
    sector: 0,
    queue: 1,
    tag: 1,
    "canned response": 1,
    channel: 2,
    person: 4,
  })[kind];
