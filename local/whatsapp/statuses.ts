import { webhookError } from "./errors.ts";
import type { Behaviour, CustomerRecord, JsonObject, Send, StatusName } from "./types.ts";
import {
  behaviourOf,
  conversationOf,
  later,
  postMessages,
  stamp,
  type Tracked,
  visibleWaId,
  type World,
} from "./world.ts";

/** Posts one status of a message; resolves after the first attempts. `failed` needs a code. */
export async function postStatus(
  world: World,
  tracked: Tracked,
  status: StatusName,
  failure?: { readonly code: number; readonly details?: string },
): Promise<void> {
  const { number, customer, send } = tracked;
  const behaviour = behaviourOf(number, customer);
  const priced = pricedStatus(send, status);
  send.statuses.push(status);
  world.emit({ type: "status", wamid: send.wamid, status });
  const opaque = send.body["biz_opaque_callback_data"];
  const item: JsonObject = {
    id: send.wamid,
    status,
    timestamp: stamp(world.clock.now()),
    ...recipient(world, tracked, status),
    ...(behaviour.opaque && opaque !== undefined ? { biz_opaque_callback_data: opaque } : {}),
    ...(behaviour.pricing && priced ? { pricing: pricing(world, send) } : {}),
    ...(failure ? { errors: [webhookError(failure.code, failure.details)] } : {}),
  };
  const contacts =
    status !== "failed" && behaviour.contacts && customer ? [contact(world, tracked, customer)] : [];
  await postMessages(
    world,
    number,
    { ...(contacts.length > 0 ? { contacts } : {}), statuses: [item] },
    behaviour.copies,
  );
}

/** Starts the statuses that follow by themselves; resolves when those without a delay were posted once. */
export async function postStatuses(world: World, tracked: Tracked): Promise<void> {
  const { outcome } = tracked.send;
  if (outcome.kind === "dropped") return;
  const behaviour = behaviourOf(tracked.number, tracked.customer);
  if (outcome.kind === "failed") {
    if (behaviour.delayMs > 0)
      later(world, behaviour.delayMs, () => postStatus(world, tracked, "failed", outcome));
    else await postStatus(world, tracked, "failed", outcome);
    return;
  }
  const statuses = followingStatuses(tracked.send, behaviour);
  const { customer } = tracked;
  const report = async (status: StatusName): Promise<void> => {
    const post = (): Promise<void> => postStatus(world, tracked, status);
    // Only the phone knows what arrived on it.
    if (status !== "sent" && customer?.online === false) customer.held.push(post);
    else await post();
  };
  if (behaviour.delayMs > 0) {
    for (const [index, status] of statuses.entries())
      later(world, behaviour.delayMs * (index + 1), () => report(status));
  } else if (behaviour.concurrent) {
    await Promise.all(statuses.map(report));
  } else {
    for (const status of statuses) await report(status);
  }
}

/** A reaction is only ever reported as sent. */
function followingStatuses(send: Send, behaviour: Behaviour): readonly StatusName[] {
  return send.body["type"] === "reaction"
    ? behaviour.statuses.filter((status) => status === "sent")
    : behaviour.statuses;
}

/** Pricing comes with `sent` and with one of `delivered` and `read`, whichever is first. */
function pricedStatus(send: Send, status: StatusName): boolean {
  if (status === "sent") return !send.statuses.includes("sent");
  const arrived = send.statuses.includes("delivered") || send.statuses.includes("read");
  return (status === "delivered" || status === "read") && !arrived;
}

function pricing(world: World, send: Send): JsonObject {
  const template = send.body["template"] as { name?: string } | undefined;
  const number = world.numbers.get(send.phoneNumberId);
  const known =
    number && world.accounts.get(number.wabaId)?.templates.find(({ name }) => name === template?.name);
  const category = template ? (known?.category ?? "utility").toLowerCase() : "service";
  return { billable: true, pricing_model: "PMP", type: "regular", category };
}

/** A failed status to a phone number does not tell the user id. */
function recipient(world: World, { customer, number, toPhone }: Tracked, status: StatusName): JsonObject {
  const waId = customer
    ? toPhone === undefined
      ? visibleWaId(world, customer, conversationOf(world, customer, number.phoneNumberId))
      : customer.waId
    : toPhone;
  const userId = status === "failed" && toPhone !== undefined ? undefined : customer?.userId;
  return {
    ...(waId === undefined ? {} : { recipient_id: waId }),
    ...(userId === undefined ? {} : { recipient_user_id: userId }),
  };
}

function contact(world: World, tracked: Tracked, customer: CustomerRecord): JsonObject {
  const waId = visibleWaId(world, customer, conversationOf(world, customer, tracked.number.phoneNumberId));
  return {
    profile: {
      name: customer.name,
      ...(customer.username === undefined ? {} : { username: customer.username }),
    },
    ...(waId === undefined ? {} : { wa_id: waId }),
    ...(customer.userId === undefined ? {} : { user_id: customer.userId }),
  };
}
