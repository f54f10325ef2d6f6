import { type AnswerOf, ApiError, type RequestOf } from "../../local/stack/api-client.ts";
import { type Person, type Shop, goOnline, invite, openShop } from "./support/shop.ts";
import { type Scene, openScene } from "./support/scene.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { headOf, ticketOf, timeline } from "./support/conversation.ts";
import type { Ticket } from "../../shared/contracts/tickets.ts";
import type { TicketId } from "../../shared/contracts/ids.ts";
import type { Time } from "../../shared/contracts/values.ts";
import { addSeconds } from "../../shared/domain/time.ts";
import { assertSound } from "./support/soundness.ts";
import { holdCommits } from "./support/faults.ts";
import { inParallel } from "./support/parallel.ts";
import { until } from "./support/until.ts";

/** What two do with one ticket, where the one acts while the other has decided and not yet written. The shop's queue is manual. */
let scene: Scene;
let shop: Shop;
let ana: Person;
let bia: Person;
let boss: Person;
let chief: Person;
const runs = Array.from({ length: 20 }, (_, index) => index + 1);

beforeAll(async () => {
  scene = await openScene();
  [ana, bia] = [await invite(scene, { role: "agent" }), await invite(scene, { role: "agent" })];
  shop = await openShop(scene, { routing: "manual", limit: 200, agents: [ana, bia] });
  const sectorIds = [shop.sector.id];
  [boss, chief] = [
    await invite(scene, { role: "supervisor", sectorIds }),
    await invite(scene, { role: "supervisor", sectorIds }),
  ];
  for (const person of [ana, bia]) await goOnline(scene, person, shop.channel.id);
  // Functions remember the organisation for five seconds.
  scene.clock.advance(6_000);
});

afterAll(() => scene?.close());

/** How a call ended: `done`, or the code of its refusal. */
const outcome = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "done",
    (error: unknown) => {
      if (error instanceof ApiError) return error.code ?? `${error.status}`;
      throw error;
    },
  );

/** `overtaker` does all of its work after `overtaken` has decided, whose transactions (`fits`) wait for it. What became of both. */
async function overtaking<First, Second>(
  fits: (body: string) => boolean,
  overtaken: () => Promise<First>,
  overtaker: () => Promise<Second>,
): Promise<readonly [First, Second]> {
  const commits = holdCommits(scene, "api-tickets", fits);
  try {
    const slow = overtaken();
    await Promise.race([commits.first, slow]);
    const second = await overtaker();
    commits.release();
    return [await slow, second];
  } finally {
    commits.release();
  }
}

const take = (by: Person, ticketId: TicketId) =>
  scene.api.call("takeTicket", { params: { ticketId }, body: {} }, { token: by.token });

async function waiting(): Promise<TicketId> {
  const customer = shop.customer();
  await customer.send.text("oi");
  return (await ticketOf(scene, shop, customer.waId, "waiting")).id;
}

async function held(): Promise<TicketId> {
  const ticketId = await waiting();
  await take(ana, ticketId);
  return ticketId;
}

const toAgent = (to: Person) => ({ kind: "agent" as const, agentId: to.id, queueId: shop.queue.id });
const toQueue = () => ({ kind: "queue" as const, queueId: shop.queue.id });

const sinceTaken = async (ticketId: TicketId): Promise<readonly string[]> =>
  (await timeline(scene, ticketId)).slice(4).map(({ type }) => type);

test.each(runs)(
  "run %i of 20: two agents take one ticket, and the one who wrote first has it",
  async (run) => {
    const [slow, quick] = run % 2 === 0 ? [ana, bia] : [bia, ana];
    const ticketId = await waiting();
    const outcomes = await overtaking(
      (body) => body.includes('"assigned"') && body.includes(slow.id),
      () => outcome(take(slow, ticketId)),
      () => outcome(take(quick, ticketId)),
    );
    expect(outcomes).toEqual(["TICKET_NOT_WAITING", "done"]);
    expect(await headOf(scene, ticketId)).toMatchObject({ phase: "open", agentId: quick.id });
    const closing = { params: { ticketId }, body: { tagIds: [shop.tag.id] } };
    await scene.api.call("closeTicket", closing, { token: quick.token });
  },
);

describe("a transfer against a close", () => {
  const close = (ticketId: TicketId) => {
    const call = { params: { ticketId }, body: { tagIds: [shop.tag.id] } };
    return outcome(scene.api.call("closeTicket", call, { token: ana.token }));
  };
  const send = (ticketId: TicketId, run: number) => {
    const body = { to: run % 2 === 0 ? toAgent(bia) : toQueue() };
    return outcome(scene.api.call("transferTicket", { params: { ticketId }, body }, { token: boss.token }));
  };

  test.each(runs)("run %i of 20: it is closed, and not sent on", async (run) => {
    const ticketId = await held();
    const outcomes = await overtaking(
      (body) => body.includes('"transferred"'),
      () => send(ticketId, run),
      () => close(ticketId),
    );
    expect(outcomes).toEqual(["TICKET_CLOSED", "done"]);
    expect(await sinceTaken(ticketId)).toEqual(["closed"]);
  });

  test.each(runs)("run %i of 20: it is sent on, and not closed by who had it", async (run) => {
    const ticketId = await held();
    const outcomes = await overtaking(
      (body) => body.includes('"closed"'),
      () => close(ticketId),
      () => send(ticketId, run),
    );
    expect(outcomes).toEqual(["NOT_ASSIGNEE", "done"]);
    expect(await sinceTaken(ticketId)).toEqual([run % 2 === 0 ? "transferred" : "requeued"]);
  });
});

describe("two supervisors transfer the same tickets at once", () => {
  type Bulk = Extract<RequestOf<"bulkTickets">["body"], { action: "transfer" }>;
  const bulk = (by: Person, body: Pick<Bulk, "tickets" | "to">) =>
    scene.api.call("bulkTickets", { body: { action: "transfer", ...body } }, { token: by.token });
  const codes = ({ results }: AnswerOf<"bulkTickets">) => results.map(({ code }) => code);
  const targets = () => [toAgent(ana), toAgent(bia), toQueue()] as const;
  const isAt = (head: Ticket, place: number): boolean =>
    place === 2 ? head.phase === "waiting" : head.phase === "open" && head.agentId === [ana, bia][place]?.id;
  let ids: readonly TicketId[];
  /** Where all of them are. */
  let place = 0;
  beforeAll(async () => {
    ids = await inParallel(2, runs.slice(0, 5), held);
  });

  test.each(runs)("run %i of 20: each ticket is where the last one to be heard sent it", async (run) => {
    const [quickTo, slowTo] = [(place + 1) % 3, (place + 2) % 3] as const;
    const heads = await Promise.all(ids.map((id) => headOf(scene, id)));
    const tickets = heads.map(({ id: ticketId, version: expectedVersion }) =>
      run % 2 === 0 ? { ticketId } : { ticketId, expectedVersion },
    );
    const [slow, quick] = await overtaking(
      (body) => body.includes(boss.id),
      () => bulk(boss, { tickets, to: targets()[slowTo] ?? toQueue() }),
      () => bulk(chief, { tickets, to: targets()[quickTo] ?? toQueue() }),
    );
    expect(codes(quick)).toEqual(ids.map(() => null));
    // Who said which version they had seen is told that it is another; who did not has their way.
    expect(codes(slow)).toEqual(ids.map(() => (run % 2 === 0 ? null : "VERSION_CONFLICT")));
    place = run % 2 === 0 ? slowTo : quickTo;
    for (const [index, id] of ids.entries()) {
      const head = await headOf(scene, id);
      expect(isAt(head, place)).toBe(true);
      expect(head.version - (heads[index]?.version ?? 0)).toBe(run % 2 === 0 ? 2 : 1);
    }
  });

  test.each(runs)("run %i of 20, neither waiting for the other: each is at one of two places", async () => {
    const others = [(place + 1) % 3, (place + 2) % 3] as const;
    const tickets = ids.map((ticketId) => ({ ticketId }));
    const answers = await Promise.all(
      [boss, chief].map((by, index) => bulk(by, { tickets, to: targets()[others[index] ?? 2] ?? toQueue() })),
    );
    for (const answer of answers) expect(codes(answer)).toEqual(ids.map(() => null));
    const heads = await Promise.all(ids.map((id) => headOf(scene, id)));
    for (const head of heads) expect(others.filter((at) => isAt(head, at))).toHaveLength(1);
    // All at one place again, for the next run.
    await bulk(boss, { tickets, to: targets()[place] ?? toQueue() });
  });
});

describe("a snooze fires while the contact writes", () => {
  const inAMinute = (): Time => addSeconds(new Date(scene.clock.now()).toISOString() as Time, 60);
  const fire = (): void => scene.clock.advance(61_000);

  /** A ticket put away for a minute by who holds it. */
  async function asleep() {
    const customer = shop.customer();
    await customer.send.text("oi");
    const { id: ticketId } = await ticketOf(scene, shop, customer.waId, "waiting");
    await take(ana, ticketId);
    const call = { params: { ticketId }, body: { until: inAMinute() } };
    await scene.api.call("snoozeTicket", call, { token: ana.token });
    await scene.settled();
    return { customer, ticketId };
  }

  const tellsOf = (ticketId: TicketId, type: string) =>
    until(`${ticketId} tells of ${type}`, async () => (await sinceTaken(ticketId)).includes(type));

  test.each(runs)("run %i of 20: it wakes once, and the message is in it", async (run) => {
    const { customer, ticketId } = await asleep();
    const write = () => customer.send.text("agora?");
    const messageFirst = run % 2 === 0;
    const commits = messageFirst
      ? holdCommits(scene, "queue-wakeups", (body) => body.includes('"woken"'))
      : holdCommits(scene, "queue-inbound", (body) => body.includes('"message"'));
    try {
      const slow = messageFirst ? fire() : write();
      await commits.first;
      await (messageFirst ? write() : fire());
      await tellsOf(ticketId, messageFirst ? "message" : "woken");
      commits.release();
      await slow;
    } finally {
      commits.release();
    }
    await tellsOf(ticketId, "message");
    await scene.settled();
    expect(await sinceTaken(ticketId)).toEqual(
      messageFirst ? ["snoozed", "message", "woken"] : ["snoozed", "woken", "message"],
    );
    expect(await headOf(scene, ticketId)).toMatchObject({ phase: "open", agentId: ana.id, unread: 2 });
  });
});

test("after all of this every ticket, seat and place is as the timelines tell", async () => {
  expect(await assertSound(scene)).toBe(20 + 40 + 5 + 20);
});
