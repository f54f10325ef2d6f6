import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  listNames,
  listOf,
  noHeads,
  orders,
  putHead,
  putList,
  sorted,
  ticketsOf,
} from "../../../web/desk/lib/tickets/lists.ts";
import { noPermissions, type PersonActor } from "../../../shared/domain/authorisation.ts";
import type { AgentId, QueueId, SectorId, TicketId } from "../../../shared/contracts/ids.ts";
import type { Ticket } from "../../../shared/contracts/tickets.ts";
import type { Time } from "../../../shared/contracts/values.ts";

const me = "agt_me" as AgentId;
const other = "agt_other" as AgentId;
const person: PersonActor = {
  ...{ id: me, role: "admin", sectorIds: [], queueIds: [], permissions: noPermissions },
};
const at = (second: number): Time => new Date(Date.UTC(2026, 10, 23, 12, 0, second)).toISOString() as Time;

/** A ticket's head as far as lists look at it. Its place follows from id and version, as heads of one version are equal. */
const headOf = (id: number, version: number): Ticket => {
  const place = (id * 7 + version * 3) % 6;
  const phase = (["open", "waiting", "snoozed", "bot", "closed", "open"] as const)[place];
  return {
    id: `tkt_${id}` as TicketId,
    ...{ version, phase, agentId: place === 5 ? other : me },
    ...{
      openedAt: at(id),
      queuedAt: at(id),
      lastMessageAt: at((id * version) % 59),
      lastInboundAt: at(version),
      unread: version % 2,
    },
  } as Ticket;
};

const head = fc
  .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 12 }))
  .map(([id, v]) => headOf(id, v));

describe("the lists", () => {
  it("hold of each ticket the newest head that came, in whatever order", () => {
    fc.assert(
      fc.property(fc.array(head), (arrivals) => {
        const heads = arrivals.reduce(putHead, noHeads);
        for (const { id, version } of arrivals)
          expect(heads.get(id)?.version).toBe(
            Math.max(version, ...arrivals.filter((it) => it.id === id).map((it) => it.version)),
          );
        expect(arrivals.toReversed().reduce(putHead, noHeads)).toEqual(heads);
      }),
    );
  });

  it("hold no ticket twice, and none that is somebody else's or closed", () => {
    fc.assert(
      fc.property(fc.array(head), (arrivals) => {
        const heads = arrivals.reduce(putHead, noHeads);
        for (const order of orders) {
          const all = listNames.flatMap((list) => ticketsOf(heads, list, person, order, at(30)));
          expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
          expect(
            all.every(
              (it) => it.phase !== "closed" && !("agentId" in it && it.phase === "open" && it.agentId !== me),
            ),
          ).toBe(true);
        }
      }),
    );
  });

  it("are as the API listed them, but for what changed while it was asked", () => {
    fc.assert(
      fc.property(fc.array(head), fc.array(head), fc.array(head), (known, meanwhile, answer) => {
        const before = known.reduce(putHead, noHeads);
        const now = meanwhile.reduce(putHead, before);
        const listed = answer.filter((it) => listOf(it, person) === "open");
        const after = putList(now, before, "open", person, listed);
        const ids = new Set(listed.map(({ id }) => id));
        for (const it of ticketsOf(after, "open", person, "newest", at(0)))
          expect(ids.has(it.id) || now.get(it.id) !== before.get(it.id)).toBe(true);
        // Nothing that was heard since is lost or made older.
        for (const [id, it] of now) {
          if (it !== before.get(id)) expect(after.get(id)?.version).toBeGreaterThanOrEqual(it.version);
        }
      }),
    );
  });

  it("hold who waits only where the person looks, and potentials only for who may drop them", () => {
    const queueId = "que_one" as QueueId;
    const waiting = { phase: "waiting", sectorId: "sec_one", queueId } as Ticket;
    const potential = { phase: "bot", returnedFrom: null } as Ticket;
    const agent = (more: object): PersonActor => ({ ...person, role: "agent", ...more });
    expect(listOf(waiting, agent({}))).toBeNull();
    expect(listOf(waiting, agent({ queueIds: [queueId] }))).toBe("waiting");
    expect(listOf(waiting, { ...person, role: "viewer", sectorIds: ["sec_one" as SectorId] })).toBe(
      "waiting",
    );
    expect(listOf(potential, agent({ queueIds: [queueId] }))).toBeNull();
    const drops = { ...noPermissions, dropPotentials: true };
    expect(listOf(potential, agent({ queueIds: [queueId], permissions: drops }))).toBe("bot");
  });

  it("put the window that ends next first, and those that are shut after it", () => {
    const now = "2026-11-24T12:00:30.000Z" as Time;
    const of = (id: string, lastInboundAt: Time | null) => ({ id, lastInboundAt }) as Ticket;
    const heads = [of("never", null), of("shut", at(10)), of("later", at(50)), of("next", at(40))];
    expect(sorted(heads, "window", now).map(({ id }) => id)).toEqual(["next", "later", "shut", "never"]);
  });
});
