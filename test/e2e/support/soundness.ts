import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import type { ChangeRecord } from "../../../shared/store/memory.ts";
import { keys } from "../../../shared/contracts/stored/keys.ts";
import { HeadItem } from "../../../shared/contracts/stored/shapes.ts";
import type { Ticket } from "../../../shared/contracts/tickets.ts";
import { plainItem } from "../../../shared/store/attribute-values.ts";
import { checkLines } from "../../world/quiescence.ts";
import { createShadow, Violation } from "../../world/shadow.ts";
import { createRoutingOrder } from "./routing-order.ts";
import type { Scene } from "./scene.ts";
import { changes } from "./stream.ts";
import { isDeepStrictEqual } from "node:util";

/** Longer than the sweep's interval: what got lost on the way is made up for. */
const sweepMs = 61_000;
/** Heads read at once. */
const atOnce = 100;

/**
 * Brings the stack to rest and holds everything that the table went through since it was made to the invariants b, c, d, e, h and
 * l: every timeline without gaps and folded to its head, one live ticket a contact and channel, seats that count their tickets, no
 * ticket too many, one list for each ticket, one waking a snooze, nobody overtaken, nobody left waiting. Throws Violation. The
 * stream is the whole history for a day of the clock; call it within that. Answers how many tickets there are.
 */
export async function assertSound(scene: Scene): Promise<number> {
  await scene.settled();
  scene.clock.advance(sweepMs);
  await scene.settled();
  const shadow = createShadow(false);
  const order = createRoutingOrder();
  for (const record of await changes(scene)) {
    const change = changeOf(record);
    if (change.expired) continue;
    order.take(change);
    shadow.hear(change);
  }
  shadow.settle();
  const now = new Date(scene.clock.now()).toISOString();
  checkLines(shadow, now);
  shadow.checkOverdue(scene.clock.now());
  const tickets = [...shadow.tickets];
  for (let at = 0; at < tickets.length; at += atOnce) {
    const some = tickets.slice(at, at + atOnce);
    const heads = await scene.operator.store.getMany<Ticket[]>(
      some.map(([id]) => ({ shape: HeadItem, key: keys.head(id) })),
    );
    for (const [index, [id, { folded }]] of some.entries())
      if (!isDeepStrictEqual(heads[index], folded))
        throw new Violation("fold", `${id} is in the table as its timeline does not tell`);
  }
  return tickets.length;
}

const kinds = { INSERT: "insert", MODIFY: "modify", REMOVE: "remove" } as const;
/** Lambda's types name the same wire format differently. */
type Image = Readonly<Record<string, AttributeValue>>;

function changeOf({ eventID, eventName, dynamodb, userIdentity }: DynamoDBRecord): ChangeRecord {
  const oldItem = dynamodb?.OldImage && plainItem(dynamodb.OldImage as Image);
  const newItem = dynamodb?.NewImage && plainItem(dynamodb.NewImage as Image);
  const item = newItem ?? oldItem;
  if (eventID === undefined || eventName === undefined || item === undefined)
    throw new TypeError("a stream record without id, name or images");
  return {
    eventId: eventID,
    kind: kinds[eventName],
    key: { pk: item.pk, sk: item.sk },
    ...(oldItem && { oldItem }),
    ...(newItem && { newItem }),
    expired: userIdentity?.type === "Service",
  };
}
