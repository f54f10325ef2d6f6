import { describe, expect, it } from "vitest";
import { type Callback, CallbackItem, EntryItem, HeadItem } from "../../../shared/contracts/stored/shapes.ts";
import { CallbackTarget, WebhookMessage } from "../../../shared/contracts/webhooks.ts";
import { deliverCallback, planCallbacks } from "../../../shared/actions/webhooks/callbacks.ts";
import { handOver } from "../open-ticket/support.ts";
import { RetryLater } from "../../../shared/ports/retry-later.ts";
import { agentAt } from "../../support/other-sector.ts";
import { closeTicket } from "../../../shared/actions/tickets/close-ticket.ts";
import type { Entry } from "../../../shared/contracts/tickets.ts";
import { keys } from "../../../shared/contracts/stored/keys.ts";
import { openDesk } from "../../support/desk.ts";
import { receiving } from "./support.ts";
import { put } from "../../../shared/ports/store.ts";
import { relay } from "../../../shared/actions/relay/relay.ts";
import { tags } from "../../support/ids.ts";
import { takeTicket } from "../../../shared/actions/tickets/take-ticket.ts";
import { timeline } from "../../support/conversation.ts";

const callback = { url: "https://bot.example/done?of=1", secret: `whsec_${"B".repeat(43)}=` };

/** A ticket that a bot handed over and an agent closed, and the jobs that follow from it. */
async function ended(options: { readonly called?: boolean } = {}) {
  const desk = await openDesk({ routing: "manual" });
  const { ticket } = await handOver(desk, options.called === false ? {} : { callback });
  const actor = agentAt(desk, 0);
  await takeTicket(desk, { actor, ticketId: ticket.id });
  await closeTicket(desk, { actor, ticketId: ticket.id, tagIds: [tags[0]] });
  const [entry] = (await timeline(desk, ticket.id)).filter(({ type }) => type === "closed");
  if (entry === undefined) throw new Error("the ticket was closed");
  const jobs = await planCallbacks(desk, [{ kind: "announce", entry }]);
  const receiver = receiving(desk);
  const [job] = jobs;
  const tried = (tries = 1, last = false) => {
    if (job === undefined) throw new Error("there is a job");
    return deliverCallback(receiver.deps, job, { tries, last });
  };
  return { desk, ticket, entry, jobs, tried, ...receiver };
}

describe("a callback", () => {
  it("is told of the closing, signed with the bot's own secret", async () => {
    const { entry, ticket, jobs, tried, posts, desk } = await ended();
    expect(jobs).toMatchObject([{ event: "callback", ticketId: ticket.id, number: entry.number }]);
    await tried();
    expect(posts).toMatchObject([
      { url: callback.url, secrets: [callback.secret], id: `callback-${ticket.id}-${entry.number}` },
    ]);
    const head = await desk.store.get(HeadItem, keys.head(ticket.id));
    expect(WebhookMessage.parse(JSON.parse(posts[0]?.body ?? ""))).toEqual({
      ...{ type: "ticket.closed", timestamp: entry.at, data: { ticket: head, entry } },
    });
  });

  it("and of the rating", async () => {
    const { desk, ticket, entry, deps, posts } = await ended();
    const by = { kind: "contact" } as const;
    const rated: Entry = {
      ...{ ticketId: ticket.id, number: entry.number + 1, at: desk.clock.now(), by },
      ...{ type: "rated", score: 4 },
    };
    await desk.store.commit([put("entry", EntryItem, rated)]);
    for (const job of await planCallbacks(desk, [{ kind: "announce", entry: rated }]))
      await deliverCallback(deps, job, { tries: 1, last: false });
    expect(posts.map(({ body }) => WebhookMessage.parse(JSON.parse(body)))).toMatchObject([
      { type: "ticket.rated", data: { entry: { score: 4 } } },
    ]);
  });

  it("nobody asked for costs a read of the closing, and is no job", async () => {
    const { jobs, desk, ticket } = await ended({ called: false });
    expect(jobs).toEqual([]);
    const [opened] = await timeline(desk, ticket.id);
    if (opened === undefined) throw new Error("the ticket was opened");
    const reads: unknown[] = [];
    const store = { ...desk.store, getMany: (async (...args: unknown[]) => reads.push(args)) as never };
    expect(await planCallbacks({ store }, [{ kind: "announce", entry: opened }])).toEqual([]);
    expect(reads).toEqual([]);
  });

  it("goes through the queue of the webhooks, in a group of its ticket", async () => {
    const { desk, ticket, entry } = await ended();
    const item = { ...entry, ...keys.entry(ticket.id, entry.number), shape: EntryItem.kind, v: 1 };
    await relay(desk, [{ id: "1", new: item }]);
    expect(desk.seen.webhooks).toMatchObject([{ group: ticket.id, body: { event: "callback" } }]);
  });

  it("that does not arrive is tried again, then given up, without a word of where it goes", async () => {
    const { tried, answer, logged, ticket } = await ended();
    answer(500, "timeout", 302);
    await expect(tried(1)).rejects.toBeInstanceOf(RetryLater);
    await expect(tried(2)).rejects.toBeInstanceOf(RetryLater);
    await expect(tried(8, true)).rejects.toBeInstanceOf(RetryLater);
    expect(logged).toMatchObject([["gave-up", { ticketId: ticket.id, attempts: 8 }]]);
    expect(JSON.stringify(logged)).not.toMatch(/bot\.example|whsec_/);
  });

  it("that arrived is not sent again, and one whose receiver is gone is not tried again", async () => {
    const first = await ended();
    await first.tried();
    await first.tried(2);
    expect(first.posts).toHaveLength(1);
    const second = await ended();
    second.answer(410);
    await second.tried();
    expect(second.posts).toHaveLength(1);
  });

  it("is in no head, no entry and no answer, and is forgotten after its life", async () => {
    const { desk, ticket } = await ended();
    const everything = [
      await desk.store.get(HeadItem, keys.head(ticket.id)),
      await timeline(desk, ticket.id),
    ];
    expect(JSON.stringify([ticket, everything])).not.toContain("whsec_");
    const kept = (await desk.store.get(CallbackItem, keys.callback(ticket.id))) as Callback;
    const days = ((CallbackItem.expires?.(kept) ?? 0) * 1_000 - Date.parse(kept.at)) / 86_400_000;
    expect(days).toBe(400);
  });

  it.each([
    [16, false],
    [24, true],
    [32, true],
    [48, true],
    [64, true],
    [65, false],
  ])("has a secret of 24 to 64 bytes: %i", (bytes, right) => {
    const secret = `whsec_${Buffer.alloc(bytes, 7).toString("base64")}`;
    expect(CallbackTarget.safeParse({ url: "https://bot.example/", secret }).success).toBe(right);
  });
});
