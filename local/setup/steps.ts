import type { FieldChange, Plan } from "./plan.ts";
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
  const isNew = new Set(
    differences.filter(({ action }) => action === "create").map(({ thing }) => identity(thing)),
  );
  const sectors = new Map(
    differences.filter(({ thing }) => thing.kind === "sector").map(({ thing }) => [identity(thing), thing]),
  );
  /** The first queue of each new sector. */
  const firstQueues = new Map<string, WantedThing>();
  for (const { thing } of differences)
    if (thing.kind === "queue" && isNew.has(sectorOf(thing)) && !firstQueues.has(sectorOf(thing)))
      firstQueues.set(sectorOf(thing), thing);

  const stages: Step[][] = [[], [], [], [], []];
  const add = (stage: number, step: Step): void => void stages[stage]?.push(step);
  for (const difference of differences) {
    if (difference.action === "leave") continue;
    const { action, thing } = difference;
    const late = thing.kind === "queue" && waits(thing, isNew);
    if (action === "change") {
      const { known, changes } = difference;
      const soon = changes.filter(({ field }) => !(late && field === "channels"));
      const stage = thing.kind === "sector" ? 2 : stageOf(thing);
      if (soon.length > 0) add(stage, { action, thing, known, fields: fieldsOf(soon) });
      if (late) add(3, { action, thing, known, fields: channelsOf(thing) });
      continue;
    }
    const made = late ? withoutChannels(thing) : thing;
    const firstQueue = firstQueues.get(thing.kind === "queue" ? sectorOf(thing) : identity(thing));
    if (thing.kind === "sector") {
      const queue = firstQueue && (waits(firstQueue, isNew) ? withoutChannels(firstQueue) : firstQueue);
      add(0, { action, thing, ...(queue === undefined ? {} : { firstQueue: queue }) });
    } else if (thing.kind !== "queue") add(stageOf(thing), { action, thing });
    else if (firstQueue !== thing) add(1, { action, thing: routedAs(made, sectors.get(sectorOf(thing))) });
    if (late) add(3, { action: "change", thing, fields: channelsOf(thing) });
  }
  return stages.filter((steps) => steps.length > 0);
}

const sectorOf = ({ key }: WantedThing): string => identity({ kind: "sector", key: key.slice(0, 1) });

const fieldsOf = (changes: readonly FieldChange[]): WantedThing["fields"] =>
  Object.fromEntries(changes.map(({ field, to }) => [field, to]));

const channelsOf = ({ fields: { channels = [] } }: WantedThing): WantedThing["fields"] => ({ channels });

function withoutChannels(queue: WantedThing): WantedThing {
  const { channels: _, ...fields } = queue.fields;
  return { ...queue, fields };
}

/** A new queue is routed as its sector is to be, not as it still is. */
function routedAs(queue: WantedThing, sector: WantedThing | undefined): WantedThing {
  const routing = sector?.fields["routing"];
  return routing === undefined ? queue : { ...queue, fields: { routing, ...queue.fields } };
}

/** Whether a queue is for a channel that is yet to be made. */
const waits = ({ fields: { channels } }: WantedThing, isNew: ReadonlySet<string>): boolean =>
  Array.isArray(channels) &&
  channels.some((key) => isNew.has(identity({ kind: "channel", key: key as string[] })));

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
