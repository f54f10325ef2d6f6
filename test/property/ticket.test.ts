import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DeskError } from "../../shared/contracts/errors.ts";
import { Entry, Ticket } from "../../shared/contracts/tickets.ts";
import type { Time } from "../../shared/contracts/values.ts";
import { apply, fold } from "../../shared/domain/ticket/apply.ts";
import { type Command, decide } from "../../shared/domain/ticket/decide.ts";
import { addSeconds } from "../../shared/domain/time.ts";
import { agents, channelId, contactId, queueId, sectorId, tags, ticketId } from "../support/ids.ts";

const start = "2026-11-23T12:00:00.000Z" as Time;

const address = fc.constantFrom(
  { phone: "5511990000001" },
  { phone: "5511990000001", userId: "BR.7f3a" },
  { userId: "BR.7f3a" },
);

const command: fc.Arbitrary<Command> = fc.oneof(
  address.map((at): Command => ({
    do: "open",
    ticketId,
    contactId,
    contactName: "Lia",
    channelId,
    address: at,
  })),
  fc.tuple(fc.string(), fc.integer({ min: -100_000, max: 0 }), address).map(([text, ago, at]): Command => ({
    do: "receive",
    message: {
      content: { type: "text", text },
      sentAt: addSeconds(start, ago),
      providerId: `wamid.${text.length}`,
      address: at,
    },
  })),
  fc.integer({ min: 0, max: 9 }).map((priority): Command => ({
    do: "enqueue",
    protocol: "2026112300000001",
    sectorId,
    queueId,
    priority,
  })),
  fc
    .tuple(fc.constantFrom(...agents), fc.constantFrom("routed" as const, "taken" as const))
    .map(([agentId, mode]): Command => ({ do: "assign", agentId, mode, reasons: null })),
  fc.constantFrom(...agents).map((agentId): Command => ({
    do: "reply",
    agentId,
    clientMessageId: "client-message-1",
    content: { type: "text", text: "Olá" },
  })),
  fc.tuple(fc.boolean(), fc.subarray([...tags])).map(([tagsRequired, tagIds]): Command => ({
    do: "close",
    by: { kind: "system" },
    tagIds,
    tagsRequired,
  })),
);

/** Plays commands one second apart; what cannot be done is passed over, as an action would refuse it. */
function play(commands: readonly Command[]): { entries: Entry[]; state: Ticket | null } {
  let state: Ticket | null = null;
  const entries: Entry[] = [];
  commands.forEach((next, index) => {
    const made = decide(state, next, addSeconds(start, index));
    if (made instanceof DeskError) return;
    entries.push(...made);
    state = made.reduce<Ticket | null>(apply, state);
  });
  return { entries, state };
}

describe("a ticket and its timeline", () => {
  it("has a head that equals the fold of its entries, after any commands", () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        const { entries, state } = play(commands);
        expect(fold(entries)).toEqual(state);
      }),
      { numRuns: 500 },
    );
  });

  it("numbers its entries 1, 2, 3 … and its head carries the last number", () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        const { entries, state } = play(commands);
        expect(entries.map((entry) => entry.number)).toEqual(entries.map((_, index) => index + 1));
        expect(state?.version ?? 0).toBe(entries.length);
      }),
    );
  });

  it("writes only entries and heads that the stored schemas accept", () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 25 }), (commands) => {
        const { entries, state } = play(commands);
        for (const entry of entries) expect(Entry.parse(entry)).toEqual(entry);
        if (state !== null) expect(Ticket.parse(state)).toEqual(state);
      }),
    );
  });

  it("changes nothing of the state it decides on", () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 20 }), command, (commands, last) => {
        const { state } = play(commands);
        const before = structuredClone(state);
        decide(state, last, start);
        expect(state).toEqual(before);
      }),
    );
  });

  it("is over once closed: no command appends anything", () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 30 }), command, (commands, last) => {
        const { state } = play(commands);
        fc.pre(state?.phase === "closed");
        expect(decide(state, last, start)).toBeInstanceOf(DeskError);
      }),
    );
  });

  it("refuses entries that do not follow", () => {
    fc.assert(
      fc.property(fc.array(command, { minLength: 1, maxLength: 30 }), (commands) => {
        const { entries } = play(commands);
        fc.pre(entries.length >= 2);
        expect(() => fold(entries.slice(1))).toThrow();
        expect(() => fold([...entries, ...entries.slice(-1)])).toThrow();
      }),
    );
  });
});
