import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DeskError } from "../../shared/contracts/errors.ts";
import { Entry, MoveReason, Ticket } from "../../shared/contracts/tickets.ts";
import type { Time } from "../../shared/contracts/values.ts";
import { apply, fold } from "../../shared/domain/ticket/apply.ts";
import { type Command, decide } from "../../shared/domain/ticket/decide.ts";
import { addSeconds } from "../../shared/domain/time.ts";
import {
  agents,
  channelId,
  contactId,
  otherQueueId,
  otherSectorId,
  queueId,
  sectorId,
  tags,
  ticketId,
} from "../support/ids.ts";

const start = "2026-11-23T12:00:00.000Z" as Time;

const address = fc.constantFrom(
  { phone: "5511990000001" },
  { phone: "5511990000001", userId: "BR.7f3a" },
  { userId: "BR.7f3a" },
);

const reason = fc.constantFrom(...MoveReason.options);

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
  reason.map((why): Command => ({ do: "return", by: { kind: "system" }, reason: why })),
  fc
    .tuple(fc.constantFrom(queueId, otherQueueId), fc.boolean(), reason)
    .map(([to, keepsAgent, why]): Command => ({
      do: "move",
      by: { kind: "agent", agentId: agents[0] },
      sectorId: to === queueId ? sectorId : otherSectorId,
      queueId: to,
      keepsAgent,
      reason: why,
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

  it("keeps its time of queueing and its protocol through every line it goes to", () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        const { entries } = play(commands);
        const queued = entries.find((entry) => entry.type === "queued");
        entries.forEach((_, index) => {
          const state = fold(entries.slice(0, index + 1));
          if (state?.phase !== "waiting" && state?.phase !== "open") return;
          expect(state.queuedAt).toBe(queued?.at);
          expect(state.protocol).toBe(queued?.protocol);
        });
      }),
    );
  });

  it("comes before everybody who waits when it left its agent, and says who that was", () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        const { entries } = play(commands);
        entries.forEach((entry, index) => {
          if (entry.type !== "requeued" && entry.type !== "moved") return;
          const before = fold(entries.slice(0, index));
          const after = fold(entries.slice(0, index + 1));
          if (before?.phase !== "open" && before?.phase !== "waiting") throw new Error("was in no queue");
          const agentId = before.phase === "open" ? before.agentId : null;
          expect(entry.from).toEqual({ sectorId: before.sectorId, queueId: before.queueId, agentId });
          expect(after).toMatchObject({ sectorId: entry.sectorId, queueId: entry.queueId });
          if (entry.type === "moved") expect(after).toMatchObject({ phase: "open", agentId });
          else expect(after).toMatchObject({ phase: "waiting", priority: agentId ? 9 : before.priority });
        });
      }),
    );
  });
});
