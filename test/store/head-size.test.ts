import { describe, expect, it } from "vitest";
import { HeadItem } from "../../shared/contracts/stored/shapes.ts";
import type { Shape } from "../../shared/contracts/stored/shape.ts";
import { encode } from "../../shared/store/items.ts";
import type { Stored } from "../../shared/ports/store.ts";

/** Bytes of an item as DynamoDB counts them: names, values, 3 bytes a list or map and 1 for each of its elements. */
const sizeOf = (item: Readonly<Record<string, Stored>>): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);

const valueSize = (value: Stored): number => {
  if (typeof value === "string") return Buffer.byteLength(value);
  if (typeof value === "number") return Math.ceil(value.toString().length / 2) + 1;
  if (typeof value === "boolean" || value === null) return 1;
  if (Array.isArray(value)) return value.reduce<number>((sum, it: Stored) => sum + 1 + valueSize(it), 3);
  return 3 + Object.keys(value).length + sizeOf(value as Readonly<Record<string, Stored>>);
};

const id = (prefix: string) => `${prefix}_01JZZZZZZZZZZZZZZZZZZZZZZZ`;
const time = "2026-12-31T23:59:59.999Z";

/**
 * As long as heads get in use: WhatsApp cuts profile names at 25 characters (here of two bytes each, an accent on every
 * letter), phones have 15 digits, user ids some 25 characters.
 */
const common = {
  id: id("tkt"),
  version: 99_999,
  contactId: id("con"),
  contactName: "ã".repeat(25),
  channelId: id("chn"),
  channelKind: "whatsapp",
  address: { phone: "5".repeat(15), userId: `BR.${"9".repeat(37)}` },
  openedAt: time,
  formerTicketId: id("tkt"),
  lastDirection: "out",
  lastInboundAt: time,
  lastMessageAt: time,
  firstResponseAt: time,
  unread: 9_999,
};
const placed = {
  protocol: "2026123112345678",
  sectorId: id("sec"),
  queueId: id("que"),
  priority: 9,
  queuedAt: time,
};
const held = { tagIds: [], snoozes: 99 };
const preference = { agentId: id("agt"), until: time, why: "linked-agent" };
const heads = {
  bot: {
    ...{ ...common, phase: "bot", protocol: placed.protocol, snoozes: held.snoozes, bot: { kind: "none" } },
    since: time,
    returnedFrom: { sectorId: placed.sectorId, queueId: placed.queueId, agentId: id("agt") },
  },
  waiting: { ...common, phase: "waiting", ...placed, ...held, ownPriority: 0, preference, toldPosition: 50 },
  open: {
    ...common,
    phase: "open",
    ...placed,
    ...held,
    agentId: id("agt"),
    assignedAt: time,
    warnedAt: time,
  },
  closed: {
    ...common,
    phase: "closed",
    protocol: placed.protocol,
    sectorId: placed.sectorId,
    queueId: placed.queueId,
    agentId: id("agt"),
    closedAt: time,
    tagIds: Array.from({ length: 2 }, () => id("tag")),
    reason: "inactivity",
    rating: 5,
  },
};

const bytesOf = (head: unknown): number => sizeOf(encode(HeadItem as Shape<never>, head).item);

/** The longest user id that Meta allows itself. */
const longest = { phone: common.address.phone, userId: `BR.${"9".repeat(128)}` };

describe("a head fits one write unit", () => {
  it.each(["bot", "waiting", "open"] as const)("%s", (phase) => {
    expect(bytesOf(heads[phase])).toBeLessThanOrEqual(1_024);
  });

  it("and two at most with a user id as long as Meta allows itself", () => {
    expect(bytesOf({ ...heads.open, address: longest })).toBeLessThanOrEqual(2_048);
  });

  it("closed, with up to two tags", () => {
    expect(bytesOf(heads.closed)).toBeLessThanOrEqual(1_024);
  });
});
