import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keys, partitions, places, prefixes } from "../../shared/contracts/stored/keys.ts";
import { ulid } from "ulid";
import type { Key } from "../../shared/contracts/stored/keys.ts";
import { compareText } from "../../shared/store/order.ts";

/** Anything that may come from outside, above all what a key gives a meaning to. */
const part = fc.oneof(
  fc.string({ unit: fc.constantFrom("#", "%", "2", "3", "5", "a", "é", "💬", " ", "\u0000"), maxLength: 5 }),
  fc.string({ unit: "grapheme" }),
);
/** Names of whole parts of other keys: the likeliest to be mistaken. */
const word = fc.oneof(
  part,
  fc.constantFrom(
    "",
    "PROFILE",
    "HEAD",
    "ENTRY",
    "0000000001",
    "WAIT",
    "OPEN#x",
    "CONFIG",
    "CURSORKEY",
    "chn_1",
    "chn_10",
  ),
);
const number = fc.integer({ min: 0, max: 9_999_999_999 });
const priority = fc.integer({ min: 0, max: 9 });
const time = fc
  .date({ min: new Date("2020-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
  .map((it) => it.toISOString());

/** A key of any builder, with what went in. */
interface Built {
  readonly kind: keyof typeof keys;
  readonly parts: readonly (string | number)[];
  readonly key: Key;
}

type Parts<Kind extends keyof typeof keys> = Parameters<(typeof keys)[Kind]>;

const built = <Kind extends keyof typeof keys>(
  kind: Kind,
  parts: fc.Arbitrary<Parts<Kind>>,
): fc.Arbitrary<Built> =>
  parts.map((it) => ({ kind, parts: it, key: (keys[kind] as (...args: Parts<Kind>) => Key)(...it) }));

const builders: { readonly [Kind in keyof typeof keys]: fc.Arbitrary<Built> } = {
  channel: built("channel", fc.tuple(word)),
  sector: built("sector", fc.tuple(word)),
  queue: built("queue", fc.tuple(word)),
  tag: built("tag", fc.tuple(word)),
  agent: built("agent", fc.tuple(word)),
  agentListing: built("agentListing", fc.tuple(word)),
  login: built("login", fc.tuple(word)),
  phoneNumber: built("phoneNumber", fc.tuple(word)),
  numberSeen: built("numberSeen", fc.tuple(word)),
  contact: built("contact", fc.tuple(word)),
  address: built("address", fc.tuple(word, word)),
  openTicket: built("openTicket", fc.tuple(word, word)),
  lastTicket: built("lastTicket", fc.tuple(word, word)),
  head: built("head", fc.tuple(word)),
  entry: built("entry", fc.tuple(word, number)),
  clientMessage: built("clientMessage", fc.tuple(word, word)),
  providerMessage: built("providerMessage", fc.tuple(word, word)),
  callback: built("callback", fc.tuple(word)),
  protocol: built("protocol", fc.tuple(word)),
  snooze: built("snooze", fc.tuple(time, word)),
  timer: built("timer", fc.tuple(time, word, fc.constantFrom("inactivity", "potential"))),
  agentRating: built("agentRating", fc.tuple(word)),
  place: built("place", fc.tuple(word, word, priority, time, word)),
  seat: built("seat", fc.tuple(word, word)),
  presence: built("presence", fc.tuple(word, time, word)),
  agentSocket: built("agentSocket", fc.tuple(word, word)),
  departure: built("departure", fc.tuple(word)),
  socket: built("socket", fc.tuple(word)),
  socketTicket: built("socketTicket", fc.tuple(word)),
  idempotency: built("idempotency", fc.tuple(word, word, word)),
  inspection: built("inspection", fc.tuple(word, word, number)),
  formerAgent: built("formerAgent", fc.tuple(word)),
  attempts: built("attempts", fc.tuple(word, word)),
  settings: built("settings", fc.constant<[]>([])),
  pauseReason: built("pauseReason", fc.tuple(word)),
  agentPhoto: built("agentPhoto", fc.tuple(word)),
  cannedResponse: built("cannedResponse", fc.tuple(word)),
  shortcut: built("shortcut", fc.tuple(word, word)),
  audit: built("audit", fc.tuple(word, word, word)),
  configurationStamp: built("configurationStamp", fc.constant<[]>([])),
  apiKey: built("apiKey", fc.tuple(word)),
  apiKeyHash: built("apiKeyHash", fc.tuple(word)),
  webhook: built("webhook", fc.tuple(word)),
  webhookSecrets: built("webhookSecrets", fc.tuple(word)),
  webhookDelivery: built("webhookDelivery", fc.tuple(word, time, word)),
  cursorKey: built("cursorKey", fc.constant<[]>([])),
};
const any = fc.oneof(...Object.values(builders));

const unescape = (text: string): string => text.replaceAll("%23", "#").replaceAll("%25", "%");
const partsOf = (text: string): string[] => text.split("#").map(unescape);
const order = (left: Key, right: Key): number => Math.sign(compareText(left.sk, right.sk));

describe("keys", () => {
  it.each(Object.entries(builders))("%s: different things never share a key", (_, builder) => {
    fc.assert(
      fc.property(builder, fc.oneof(builder, any), (left, right) => {
        const same = left.kind === right.kind && JSON.stringify(left.parts) === JSON.stringify(right.parts);
        expect(left.key.pk === right.key.pk && left.key.sk === right.key.sk).toBe(same);
      }),
      { numRuns: 400 },
    );
  });

  it("say what they were built from, whatever it was", () => {
    fc.assert(
      fc.property(
        any.filter(({ kind }) => kind !== "place"),
        ({ key, parts }) => {
          const written = [...partsOf(key.pk), ...partsOf(key.sk)];
          const wanted = parts.map((it) => (typeof it === "number" ? it.toString().padStart(10, "0") : it));
          expect(written).toEqual(expect.arrayContaining(wanted));
        },
      ),
    );
    expect(partsOf(keys.address("a#b", "%23").pk)).toEqual(["ADDRESS", "a#b", "%23"]);
  });

  it("are texts the table takes: never empty", () => {
    fc.assert(
      fc.property(any, ({ key }) => {
        expect(key.pk).not.toBe("");
        expect(key.sk).not.toBe("");
      }),
    );
  });
});

describe("order", () => {
  it("of entries is that of their numbers", () => {
    fc.assert(
      fc.property(word, number, number, (ticket, a, b) => {
        expect(order(keys.entry(ticket, a), keys.entry(ticket, b))).toBe(Math.sign(a - b));
      }),
    );
  });

  it("of pieces is that of their numbers", () => {
    fc.assert(
      fc.property(word, word, number, number, (day, id, a, b) => {
        expect(order(keys.inspection(day, id, a), keys.inspection(day, id, b))).toBe(Math.sign(a - b));
      }),
    );
  });

  it("of places is by priority, then time, then ticket", () => {
    const id = fc.constantFrom("tkt_A", "tkt_B", "tkt_BA");
    const someTime = fc.oneof(fc.constant("2026-01-01T00:00:00.000Z"), time);
    const place = fc.tuple(fc.oneof(fc.constant(0), priority), someTime, id);
    fc.assert(
      fc.property(word, word, place, place, (queue, channel, [p1, t1, i1], [p2, t2, i2]) => {
        const wanted = p2 - p1 || Date.parse(t1) - Date.parse(t2) || compareText(i1, i2);
        const [left, right] = [
          keys.place(queue, channel, p1, t1, i1),
          keys.place(queue, channel, p2, t2, i2),
        ];
        expect(order(left, right)).toBe(Math.sign(wanted));
      }),
    );
  });

  it("of presence is that of time", () => {
    fc.assert(
      fc.property(word, time, time, word, word, (agent, a, b, c1, c2) => {
        fc.pre(a !== b);
        const [left, right] = [keys.presence(agent, a, c1), keys.presence(agent, b, c2)];
        expect(order(left, right)).toBe(Math.sign(Date.parse(a) - Date.parse(b)));
      }),
    );
  });

  it("of tickets' ids is that of when they opened", () => {
    fc.assert(
      fc.property(time, fc.nat({ max: 10 }), (opened, later) => {
        const id = `tkt_${ulid(Date.parse(opened))}`;
        const to = new Date(Date.parse(opened) + later).toISOString();
        expect(compareText(id, places.openedAt(to)) < 0).toBe(later > 0);
      }),
    );
  });

  it("in an index is that of time", () => {
    fc.assert(
      fc.property(time, time, word, word, (a, b, t1, t2) => {
        fc.pre(a !== b);
        const wanted = Math.sign(Date.parse(a) - Date.parse(b));
        expect(Math.sign(compareText(places.at(a, t1), places.at(b, t2)))).toBe(wanted);
      }),
    );
  });
});

describe("prefixes", () => {
  const { line, ...fixed } = prefixes;
  const kindOf: { readonly [Name in keyof typeof fixed]: keyof typeof keys } = {
    channels: "channel",
    sectors: "sector",
    queues: "queue",
    tags: "tag",
    agents: "agentListing",
    entries: "entry",
    seats: "seat",
    sockets: "agentSocket",
    presence: "presence",
    pauseReasons: "pauseReason",
    cannedResponses: "cannedResponse",
    places: "place",
    openTickets: "openTicket",
    snoozes: "snooze",
    timers: "timer",
    apiKeys: "apiKey",
    webhooks: "webhook",
    deliveries: "webhookDelivery",
  };
  /** Items of ids like `INSPECTION`'s and `AUDIT`'s have partitions to themselves, and no prefix is ever used there. */
  const shared = any.filter(({ kind }) => kind !== "inspection" && kind !== "audit");

  it.each(Object.keys(fixed) as (keyof typeof fixed)[])("%s: match the items of one kind only", (name) => {
    fc.assert(
      fc.property(fc.oneof(builders[kindOf[name]], shared), ({ kind, key }) => {
        expect(key.sk.startsWith(fixed[name])).toBe(kind === kindOf[name]);
      }),
    );
  });

  it("a line is one channel's, however alike the ids of two channels are", () => {
    const place = fc.tuple(word, word, priority, time, word);
    fc.assert(
      fc.property(place, word, ([queue, channel, ...rest], other) => {
        expect(keys.place(queue, channel, ...rest).sk.startsWith(line(other))).toBe(channel === other);
      }),
    );
    expect(keys.place("q", "chn_10", 0, "t", "x").sk.startsWith(line("chn_1"))).toBe(false);
    fc.assert(
      fc.property(shared, word, ({ kind, key }, channel) => {
        fc.pre(kind !== "place");
        expect(key.sk.startsWith(line(channel))).toBe(false);
      }),
    );
  });
});

describe("partitions", () => {
  it("are those of the keys in them", () => {
    fc.assert(
      fc.property(word, word, (id, other) => {
        expect(partitions.configuration).toBe(keys.channel(id).pk);
        expect(partitions.ticket(id)).toBe(keys.head(id).pk);
        expect(partitions.agent(id)).toBe(keys.presence(id, other, other).pk);
        expect(partitions.sector(id)).toBe(keys.seat(id, other).pk);
        expect(partitions.queue(id)).toBe(keys.place(id, other, 0, other, other).pk);
        expect(partitions.contact(id)).toBe(keys.openTicket(id, other).pk);
        expect(partitions.inspection(id)).toBe(keys.inspection(id, other, 0).pk);
      }),
    );
  });

  it("of the indexes are never shared by different lists", () => {
    const place = fc.oneof(
      word.map((id) => ["open", id, places.open(id)] as const),
      word.map((id) => ["bot", id, places.bot(id)] as const),
      fc
        .tuple(word, word)
        .map(([id, month]) => ["closed", `${id.length}:${id}${month}`, places.closed(id, month)] as const),
      number.map((shard) => ["unsent", `${shard}`, places.unsent(shard)] as const),
      word.map((id) => ["contact", id, places.ofContact(id)] as const),
    );
    fc.assert(
      fc.property(place, place, (left, right) => {
        expect(left[2] === right[2]).toBe(left[0] === right[0] && left[1] === right[1]);
      }),
      { numRuns: 1_000 },
    );
  });
});
