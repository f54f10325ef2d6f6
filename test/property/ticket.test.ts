import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DeskError } from "../../shared/contracts/errors.ts";
import { Entry, Ticket } from "../../shared/contracts/tickets.ts";
import { apply, fold } from "../../shared/domain/ticket/apply.ts";
import { type Command, decide } from "../../shared/domain/ticket/decide.ts";
import { addSeconds } from "../../shared/domain/time.ts";
import { command, start } from "../cases/ticket-commands.ts";

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

  it("is over once closed: it is rated once and the contact thanked, and nothing else", () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), command, (commands, last) => {
        const { state } = play(commands);
        fc.pre(state?.phase === "closed");
        const made = decide(state, last, start);
        if (made instanceof DeskError) return;
        expect(made.map((entry) => entry.type)).toEqual(
          last.do === "rate" ? ["message", "rated"] : ["message"],
        );
        expect(made.reduce<Ticket | null>(apply, state)?.phase).toBe("closed");
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

  it("keeps its protocol to its end, and its time of queueing through every line it goes to", () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        const { entries } = play(commands);
        entries.forEach((_, index) => {
          const state = fold(entries.slice(0, index + 1));
          const queued = entries.slice(0, index + 1).findLast((entry) => entry.type === "queued");
          if (state === null || queued === undefined) return;
          expect(state.protocol).toBe(queued.protocol);
          if (state.phase === "bot" || state.phase === "closed") return;
          expect(state.queuedAt).toBe(queued.at);
        });
      }),
    );
  });

  it("says where it was whenever it goes to another place", () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        const { entries } = play(commands);
        entries.forEach((entry, index) => {
          const before = fold(entries.slice(0, index));
          const after = fold(entries.slice(0, index + 1));
          if (entry.type === "closed") expect(entry.was).toBe(before?.phase);
          if (!("from" in entry)) return;
          if (before === null || before.phase === "bot" || before.phase === "closed")
            throw new Error("was in no queue");
          const agentId = before.phase === "waiting" ? null : before.agentId;
          expect(entry.from).toEqual({ sectorId: before.sectorId, queueId: before.queueId, agentId });
          if (entry.type === "returned") return;
          expect(after).toMatchObject({ sectorId: entry.sectorId, queueId: entry.queueId });
          if (entry.type === "moved") expect(after).toMatchObject({ phase: before.phase, agentId });
          if (entry.type === "transferred")
            expect(after).toMatchObject({ phase: "open", agentId: entry.agentId });
          if (entry.type === "requeued") {
            const own = before.phase === "waiting" ? before.ownPriority : before.priority;
            const returned = before.phase === "waiting" ? before.priority : 9;
            const priority = entry.reason === "transferred" ? own : returned;
            expect(after).toMatchObject({ phase: "waiting", priority, ownPriority: own });
          }
        });
      }),
    );
  });

  it("keeps the priority it was queued with, whatever its returns: it is raised only while it waits", () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        const { entries } = play(commands);
        let queued: number | undefined;
        entries.forEach((entry, index) => {
          if (entry.type === "queued") queued = entry.priority;
          const state = fold(entries.slice(0, index + 1));
          if (state === null || state.phase === "bot" || state.phase === "closed") return;
          expect(state.phase === "waiting" ? state.ownPriority : state.priority).toBe(queued);
        });
      }),
    );
  });

  it("carries only tags that were set while it was in its sector", () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        const { entries } = play(commands);
        entries.forEach((entry, index) => {
          const before = fold(entries.slice(0, index));
          const after = fold(entries.slice(0, index + 1));
          if (before === null || after === null || !("tagIds" in before) || !("tagIds" in after)) return;
          if (before.sectorId !== after.sectorId && after.phase !== "closed")
            expect(after.tagIds).toEqual([]);
          else if (entry.type !== "tagged" && entry.type !== "closed")
            expect(after.tagIds).toEqual(before.tagIds);
        });
      }),
    );
  });

  it("wakes once per snooze, and only from the snooze that is meant", () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
        const { entries } = play(commands);
        const woken = entries.flatMap((entry) => (entry.type === "woken" ? [entry.snooze] : []));
        expect(new Set(woken).size).toBe(woken.length);
        entries.forEach((entry, index) => {
          if (entry.type !== "woken") return;
          const before = fold(entries.slice(0, index));
          expect(before).toMatchObject({ phase: "snoozed", snoozes: entry.snooze, agentId: entry.owner });
        });
      }),
    );
  });
});
