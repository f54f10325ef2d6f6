import type { Channel, Queue, Sector } from "../../shared/contracts/organisation.ts";
import { type Settings, defaultSettings } from "../../shared/contracts/settings.ts";
import type { Entry, OutboundMessage } from "../../shared/contracts/tickets.ts";
import { type Shadow, Violation, createShadow } from "./shadow.ts";
import { isHeld } from "./preferences.ts";
import { numbered } from "../../shared/domain/reception-menu.ts";
import { checkCallbacks } from "./callbacks.ts";
import { checkReceivers } from "./receivers.ts";
import type { World } from "./world.ts";
import type { Written } from "./meta.ts";
import { phoneMatchKey } from "../../shared/domain/phone.ts";

const settled = new Set(["unconfirmed", "sent", "failed", "delivered", "read"]);
const order = ["sent", "failed", "delivered", "read"];

/** What must hold once everything has come to rest: all was delivered, and a sweep found nothing more to do. */
export function checkQuiescence(
  world: World,
  shadow: Shadow,
  organisation: { readonly channels: readonly Channel[] },
  poisoned: number,
): void {
  checkRemovals(world, shadow);
  checkRest(world, poisoned);
  checkReceived(world, shadow, organisation.channels);
  checkSends(world, shadow);
  checkReceivers(world, shadow);
  checkCallbacks(world, shadow);
  checkLines(shadow, world.clock.now());
  shadow.checkLost();
  shadow.checkOverdue(world.clock.ms());
  checkSilence(world, shadow);
  checkAnew(world, shadow);
}

/** Nothing outlasts the rules of time. */
function checkSilence(world: World, shadow: Shadow): void {
  const settings = world.store.dump().find((item) => item["shape"] === "settings");
  const heads = [...shadow.tickets.values()].flatMap(({ head }) => head ?? []);
  const sectorOf = (id: string) => shadow.there.get(id) as unknown as Sector | undefined;
  shadow.checkSilence(
    heads,
    sectorOf,
    (settings as Settings | undefined) ?? defaultSettings,
    world.clock.now(),
  );
}

/** What was not heard was written by somebody who is, or was, blocked. */
function checkRefused(world: World, shadow: Shadow, { providerId }: Written): void {
  const owners = world.meta
    .toldAs(providerId)
    .flatMap(({ phone, userId }) => [
      userId === undefined ? undefined : shadow.ownerOf("whatsapp-user", userId),
      phone === undefined ? undefined : shadow.ownerOf("whatsapp-phone", phoneMatchKey(phone)),
    ]);
  if (!owners.some((id) => id !== undefined && shadow.contacts.wasBlocked(id)))
    throw new Violation("a", `${providerId} was not heard, and its sender was never blocked`);
}

/** Nothing is under way, and nothing was set aside but what was poison. */
function checkRest(world: World, poisoned: number): void {
  const left = {
    stream: world.stream.backlog(),
    meta: world.meta.pending.length,
    inbound: world.queues.inbound.depth(),
    routing: world.queues.routing.depth(),
    outbound: world.queues.outbound.depth(),
    webhooks: world.queues.webhooks.depth(),
    wakeups: world.queues.wakeups.depth(),
  };
  if (Object.values(left).some((count) => count > 0)) {
    throw new Violation("rest", `not at rest: ${JSON.stringify(left)}`);
  }
  const redriven = Object.values(world.queues).flatMap((queue) => queue.redriven);
  // Setting aside is at least once too: whoever dies right after it does it again.
  const aside = new Set(world.letters.map((letter) => letter.body));
  if (redriven.length > 0 || aside.size !== poisoned) {
    const found = JSON.stringify([...world.letters, ...redriven]);
    throw new Violation("dead letters", `${poisoned} messages were poison, set aside were ${found}`);
  }
}

/** a: every message that was answered with 200 is stored, once (twice is seen at once) and with its own text. */
function checkReceived(world: World, shadow: Shadow, channels: readonly Channel[]): void {
  let kept = 0;
  for (const message of world.meta.acknowledged.messages.values()) {
    const channel = channels.find(
      (it) => it.kind === "whatsapp" && it.phoneNumberId === message.phoneNumberId,
    );
    const stored = shadow.received.get(`${channel?.id}/${message.providerId}`);
    if (stored === undefined && shadow.gone.has(channel?.id ?? "") && isKept(world, message.providerId)) {
      kept += 1;
      continue;
    }
    if (shadow.contacts.refused.has(`${channel?.id}/${message.providerId}`)) {
      checkRefused(world, shadow, message);
      kept += 1;
      continue;
    }
    if (stored?.text !== message.text) {
      throw new Violation("a", `${message.providerId} was taken with 200 and is stored as ${stored?.text}`);
    }
  }
  if (shadow.received.size !== world.meta.acknowledged.messages.size - kept) {
    throw new Violation("a", `${shadow.received.size} messages are stored that nobody sent`);
  }
}

/** What was written to a channel that is gone, or was closed before it went, is kept for inspection. */
const isKept = (world: World, providerId: string): boolean =>
  world.store
    .dump()
    .some(
      (item) =>
        item["shape"] === "inspection" &&
        item["reason"] === "unknown-number" &&
        JSON.stringify(item["text"]).includes(providerId),
    );

/** Every removal ended, one way or the other, and nobody serves, manages or reads what is gone. */
function checkRemovals(world: World, shadow: Shadow): void {
  for (const { id, removing } of shadow.there.values()) {
    if (removing !== null) throw new Violation("removal", `the removal of ${id} does not end`);
  }
  for (const item of world.store.dump()) {
    const {
      shape,
      sectorId,
      channelId,
      queueIds = [],
      sectorIds = [],
      limits = {},
    } = item as unknown as Named;
    if (!["agent", "seat", "tag", "canned-response", "phone-number"].includes(shape)) continue;
    const named = [sectorId, channelId, ...queueIds, ...sectorIds, ...Object.keys(limits)];
    const missing = named.find((id) => id != null && shadow.gone.has(id));
    if (missing !== undefined)
      throw new Violation("removal", `${item.pk} ${item.sk} names ${missing}, which is gone`);
  }
}

/** What an item may name. */
type Named = {
  readonly shape: string;
  readonly sectorId?: string | null;
  readonly channelId?: string;
  readonly queueIds?: readonly string[];
  readonly sectorIds?: readonly string[];
  readonly limits?: object;
};

/** f and the other half of g: every send ended in a state that shows, and says what became of it. */
function checkSends(world: World, shadow: Shadow): void {
  const posts = Map.groupBy(world.graph.posts, (post) => post.reference);
  const told = Map.groupBy(world.meta.acknowledged.statuses, (status) => status.reference);
  for (const { entries } of shadow.tickets.values()) {
    for (const entry of entries) {
      if (entry.type !== "message" || entry.direction !== "out") continue;
      const name = `${entry.ticketId}.${entry.number}`;
      const { status } = entry.delivery;
      if (!settled.has(status)) throw new Violation("f", `${name} is still ${status}`);
      const own = posts.get(name) ?? [];
      const accepted = own.some((post) => post.accepted);
      if (["sent", "delivered", "read"].includes(status) && !accepted) {
        throw new Violation("f", `${name} is ${status}, but Meta never took it`);
      }
      const failures = (told.get(name) ?? []).some((it) => it.status === "failed");
      if (status === "failed" && accepted && !failures) {
        throw new Violation("f", `${name} is failed, but Meta took it and told of no failure`);
      }
      // Of a number that nobody knows any more, nothing is heard.
      if (shadow.gone.has(channelOf(entries))) continue;
      const highest = Math.max(-1, ...(told.get(name) ?? []).map((it) => order.indexOf(it.status)));
      if (highest > order.indexOf(status)) {
        throw new Violation("g", `${name} is ${status} after Meta told that it was ${order[highest]}`);
      }
      assertSaysWhatWasPosted(name, entry, own);
    }
  }
}

const channelOf = ([first]: readonly Entry[]): string => (first?.type === "opened" ? first.channelId : "");

function assertSaysWhatWasPosted(name: string, entry: OutboundMessage, own: World["graph"]["posts"]): void {
  const text = textOf(entry.content);
  const other = own.find((post) => post.text !== text);
  if (other !== undefined)
    throw new Violation("f", `${name} says "${text}" and was posted as "${other.text}"`);
}

const textOf = (content: OutboundMessage["content"]): string => {
  if (content.type === "template") return [content.name, ...content.parameters].join(" ");
  if (content.type === "choices") return content.form === "numbers" ? numbered(content) : content.text;
  return content.type === "text" ? content.text : "";
};

/** At any time: no entry is posted again after a post that Meta may have taken. */
export function checkPosts(world: World, from: number): number {
  const { posts } = world.graph;
  for (const [index, post] of posts.slice(from).entries()) {
    const before = posts.slice(0, from + index).filter((it) => it.reference === post.reference);
    if (before.some((it) => !it.surelyNot)) {
      throw new Violation("f", `${post.reference} was posted again after a post that may have arrived`);
    }
  }
  return posts.length;
}

/** e: nobody waits in an automatic queue while somebody could serve them, but for who waits for an agent of theirs. */
export function checkLines(shadow: Shadow, now: string): void {
  for (const place of shadow.places.values()) {
    const queue = shadow.there.get(place.queueId) as unknown as Queue | undefined;
    if (queue?.routing !== "automatic") continue;
    const { head } = shadow.tickets.get(place.ticketId) ?? {};
    if (isHeld(head, place, (sectorId, agentId) => shadow.seats.get(`${sectorId}/${agentId}`), now)) continue;
    for (const seat of shadow.seats.values()) {
      const online = seat.presence[place.channelId]?.status === "online";
      if (online && seat.queueIds.includes(place.queueId) && seat.load < seat.limit) {
        throw new Violation("e", `${place.ticketId} waits although ${seat.agentId} has room`);
      }
    }
  }
}

/** The checks of single commits, once more on the table as it lies there. */
function checkAnew(world: World, shadow: Shadow): void {
  const anew = createShadow(false);
  const items = world.store.dump().toSorted((a, b) => (a.pk + a.sk < b.pk + b.sk ? -1 : 1));
  for (const item of items) {
    anew.hear({ eventId: "0", kind: "insert", key: item, newItem: item, expired: false });
  }
  anew.settle();
  if (anew.tickets.size !== shadow.tickets.size) {
    throw new Violation("fold", "the table holds other tickets than its stream told of");
  }
}
