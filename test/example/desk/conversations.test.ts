import { describe, expect, it } from "vitest";
import { ApiError } from "../../../web/desk/lib/api/error.ts";
import type { Call } from "../../../web/desk/lib/api/client.ts";
import type { Delivery, Entry, OutboundMessage } from "../../../shared/contracts/timeline.ts";
import type { Ticket } from "../../../shared/contracts/tickets.ts";
import type { TicketId } from "../../../shared/contracts/ids.ts";
import type { Time } from "../../../shared/contracts/values.ts";
import { createConversations } from "../../../web/desk/lib/timeline/conversations.ts";
import { isGone } from "../../../web/desk/lib/timeline/conversation.ts";
import { fakeTime, settle } from "./fakes.ts";

const ticketId = "tkt_1" as TicketId;
const at = "2026-11-23T12:00:00.000Z" as Time;
const queued: Delivery = { status: "queued", rank: 0, at, attempts: 0, providerId: null, failure: null };

/** A ticket on a server, and a desk that talks to it over a network that can be cut. */
function scene(lines: number) {
  const entries: Entry[] = [];
  const asked: string[] = [];
  /** `before`: requests do not arrive. `after`: they do, and their answers are lost. */
  let cut: "before" | "after" | null = null;
  /** What became of the ticket without this desk; null: it is not there any more for the person. */
  let fate: Partial<Ticket> | null = {};
  const numbered = () => ({ ticketId, number: entries.length + 1, at });
  const say = (text: string): Entry => {
    const entry = { ...numbered(), type: "note", by: { kind: "system" }, text } satisfies Entry;
    entries.push(entry);
    return entry;
  };
  for (let line = 1; line <= lines; line += 1) say(`line ${line}`);
  const head = (): Ticket => ({ id: ticketId, version: entries.length, phase: "open", ...fate }) as Ticket;

  const send = (clientMessageId: string, text: string): Entry => {
    const known = entries.find((it) => "clientMessageId" in it && it.clientMessageId === clientMessageId);
    if (known !== undefined) return known;
    const entry: OutboundMessage = {
      ...{
        ...numbered(),
        type: "message",
        direction: "out",
        by: { kind: "system" },
        purpose: null,
        position: null,
      },
      ...{ content: { type: "text", text }, clientMessageId, delivery: queued },
    };
    entries.push(entry);
    return entry;
  };
  const page = ({ after, before, limit = 50 }: { after?: number; before?: number; limit?: number }) => {
    const some = entries.filter(({ number }) => number > (after ?? 0) && number < (before ?? Infinity));
    const items = after === undefined ? some.slice(-limit) : some.slice(0, limit);
    return { items, more: items.length < some.length };
  };
  const answer = (name: string, request: { query?: object; body?: object }): unknown => {
    if (name === "getTicket") return head();
    if (name === "getTimeline") return page(request.query ?? {});
    const { clientMessageId, content } = request.body as {
      clientMessageId: string;
      content: { text: string };
    };
    return send(clientMessageId, content.text);
  };
  const call = (async (name, request) => {
    await settle();
    asked.push(name);
    if (cut === "before") throw new ApiError("UNREACHABLE", 0);
    if (fate === null) throw new ApiError("NOT_FOUND", 404);
    const parts = { ...request } as { query?: object; body?: object };
    const result = answer(name, parts);
    if (cut === "after") throw new ApiError("UNREACHABLE", 0);
    return result;
  }) as Call;
  let ids = 0;
  const time = fakeTime();
  const gone: TicketId[] = [];
  const conversations = createConversations({
    ...{ call, clock: time.clock, after: time.after, random: () => 0.5 },
    newId: () => `message-${(ids += 1)}`,
    onGone: (id) => gone.push(id),
  });
  const shown = () =>
    conversations
      .of(ticketId)
      .get()
      .entries.shown.map(({ number }) => number);
  return {
    ...{ entries, asked, conversations, say, head, shown, gone, pass: time.pass },
    state: () => conversations.of(ticketId).get(),
    push: (entry: Entry) =>
      conversations.take({
        type: "entry",
        ticketId,
        number: entry.number,
        entry,
        head: head(),
      }),
    cut: (how: typeof cut) => (cut = how),
    becomes: (what: typeof fate) => (fate = what),
    async idle() {
      for (let turn = 0; turn < 20; turn += 1) await settle();
    },
  };
}

const upTo = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe("a conversation", () => {
  it("begins with its newest entries, and older ones come before them", async () => {
    const { conversations, shown, idle } = scene(120);
    conversations.watch(ticketId);
    await idle();
    expect(shown()).toEqual(upTo(71, 120));
    await conversations.older(ticketId);
    await conversations.older(ticketId);
    expect(shown()).toEqual(upTo(1, 120));
  });

  it("asks for what is missing before an entry that came", async () => {
    const { conversations, shown, say, push, idle } = scene(3);
    conversations.watch(ticketId);
    await idle();
    say("never pushed");
    push(say("pushed"));
    expect(shown()).toEqual([1, 2, 3]);
    await idle();
    expect(shown()).toEqual([1, 2, 3, 4, 5]);
  });

  it("asks after a break for what it missed, and for ticks that changed meanwhile", async () => {
    const { conversations, state, shown, say, idle, entries } = scene(3);
    conversations.watch(ticketId);
    await idle();
    conversations.send(ticketId, { type: "text", text: "olá" });
    await idle();
    entries[3] = { ...(entries[3] as OutboundMessage), delivery: { ...queued, status: "read", rank: 6 } };
    say("meanwhile");
    conversations.resume();
    await idle();
    expect(shown()).toEqual([1, 2, 3, 4, 5]);
    expect(state().entries.shown[3]).toMatchObject({ delivery: { status: "read" } });
  });

  it("has a fresh head after a break, and when it is looked at again", async () => {
    const { conversations, state, becomes, idle } = scene(3);
    const leave = conversations.watch(ticketId);
    await idle();
    becomes({ phase: "snoozed", version: 3 });
    conversations.resume();
    await idle();
    expect(state().head?.phase).toBe("snoozed");
    leave();
    becomes({ phase: "closed", version: 3 });
    conversations.watch(ticketId);
    await idle();
    expect(state().head?.phase).toBe("closed");
  });

  it("that is not there any more says so, stays to be read, and may come back", async () => {
    const { conversations, state, shown, becomes, push, say, gone, idle } = scene(3);
    conversations.watch(ticketId);
    await idle();
    becomes(null);
    conversations.resume();
    await idle();
    expect(isGone(state())).toBe(true);
    expect([gone, shown()]).toEqual([[ticketId], [1, 2, 3]]);
    becomes({});
    push(say("here again"));
    expect(isGone(state())).toBe(false);
  });

  it("tells an older page that did not come, and asks for it again", async () => {
    const { conversations, state, shown, cut, idle } = scene(60);
    conversations.watch(ticketId);
    await idle();
    cut("before");
    await conversations.older(ticketId);
    expect(state()).toMatchObject({ error: null, olderError: { code: "UNREACHABLE" } });
    cut(null);
    await conversations.older(ticketId);
    expect(state().olderError).toBeNull();
    expect(shown()).toEqual(upTo(1, 60));
  });

  it("shows a message at once, and once", async () => {
    const { conversations, state, push, idle, entries } = scene(1);
    conversations.watch(ticketId);
    await idle();
    conversations.send(ticketId, { type: "text", text: "olá" });
    expect(state().sends).toMatchObject([{ state: "pending", content: { text: "olá" } }]);
    await idle();
    expect(state().sends).toEqual([]);
    for (const entry of entries) push(entry);
    expect(state().entries.shown).toHaveLength(2);
  });

  it.each(["before", "after"] as const)(
    "sends what got no answer again when the network is back, and says it once (cut %s)",
    async (how) => {
      const { conversations, state, cut, idle, entries } = scene(1);
      conversations.watch(ticketId);
      await idle();
      cut(how);
      conversations.send(ticketId, { type: "text", text: "um" });
      conversations.send(ticketId, { type: "text", text: "dois" });
      await idle();
      expect(state().sends.map((it) => it.state)).toEqual(["unconfirmed", "pending"]);
      cut(null);
      conversations.resume();
      await idle();
      expect(state().sends).toEqual([]);
      expect(entries.map((it) => ("content" in it ? it.content : it.type))).toEqual([
        "note",
        { type: "text", text: "um" },
        { type: "text", text: "dois" },
      ]);
    },
  );

  it("sends what got no answer again by itself, and what was written since after it", async () => {
    const { conversations, state, cut, idle, pass, entries } = scene(1);
    conversations.watch(ticketId);
    await idle();
    cut("after");
    conversations.send(ticketId, { type: "text", text: "um" });
    await idle();
    expect(conversations.isSending()).toBe(true);
    cut("before");
    await pass(5_000);
    conversations.send(ticketId, { type: "text", text: "dois" });
    await idle();
    cut(null);
    await pass(60_000);
    await idle();
    expect(state().sends).toEqual([]);
    expect(conversations.isSending()).toBe(false);
    expect(entries.flatMap((it) => ("content" in it ? [it.content] : []))).toEqual([
      { type: "text", text: "um" },
      { type: "text", text: "dois" },
    ]);
  });

  it("keeps what failed to load apart from an empty conversation", async () => {
    const { conversations, state, cut, idle } = scene(1);
    cut("before");
    conversations.watch(ticketId);
    await idle();
    expect(state()).toMatchObject({ loading: "none", error: { code: "UNREACHABLE" } });
    cut(null);
    await conversations.reload(ticketId);
    expect(state()).toMatchObject({ error: null, entries: { shown: [{ number: 1 }] } });
  });
});
