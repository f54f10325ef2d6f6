import { agent, claims, context, keepingLog, restEvent } from "./fixtures.ts";
import { beforeAll, expect, test } from "vitest";
import type { AttributeValue, DynamoDBRecord, SQSRecord } from "aws-lambda";
import type { Entry, Ticket } from "../../../shared/contracts/tickets.ts";
import type { Job, SecretKeeper, WorkQueue } from "../../../shared/ports/ports.ts";
import { AgentItem, EntryItem } from "../../../shared/contracts/stored/shapes.ts";
import type { InboundJob } from "../../../shared/contracts/queue-messages.ts";
import type { Jobs } from "../../../shared/ports/ports.ts";
import type { RestHandler } from "../../../functions/middleware/rest.ts";
import type { SendRequest } from "../../../shared/contracts/whatsapp.ts";
import type { Time } from "../../../shared/contracts/values.ts";
import { createChannelsHandler } from "../../../functions/api/channels-handler.ts";
import { createConfigHandler } from "../../../functions/api/config-handler.ts";
import { createConfiguration } from "../../../shared/actions/configuration/configuration.ts";
import { createAccessHandler } from "../../../functions/api/access-handler.ts";
import { createInboundHandler } from "../../../functions/queue/inbound-handler.ts";
import { createMemoryStore } from "../../../shared/store/memory.ts";
import { createMessagingHandler } from "../../../functions/api/messaging-handler.ts";
import { createOutboundHandler } from "../../../functions/queue/outbound-handler.ts";
import { createPeopleHandler } from "../../../functions/api/people-handler.ts";
import { createRandom } from "../../../shared/adapters/random.ts";
import { createRelayHandler } from "../../../functions/stream/relay-handler.ts";
import { createRoutingHandler } from "../../../functions/queue/routing-handler.ts";
import { createSweepHandler } from "../../../functions/schedule/sweep-handler.ts";
import { createTicketsHandler } from "../../../functions/api/tickets-handler.ts";
import { digest } from "../../../shared/adapters/digest.ts";
import { keys, places, unsentShards } from "../../../shared/contracts/stored/keys.ts";
import { put } from "../../../shared/ports/store.ts";

/** One conversation through the handlers as they are deployed, with the events Lambda hands them. */

let now = Date.parse("2026-11-23T13:00:00.000Z");
const clock = { now: () => new Date(now).toISOString() as Time };
const store = createMemoryStore();
const random = createRandom();
const log = keepingLog();
const configuration = createConfiguration({ store, clock });
const kept = new Map<string, Awaited<ReturnType<SecretKeeper["get"]>>>();
const secrets: SecretKeeper = {
  get: async (channelId) => kept.get(channelId),
  put: async (channelId, value) => void kept.set(channelId, value),
  remove: async (channelId) => void kept.delete(channelId),
};
const invited: unknown[] = [];
const sent: SendRequest[] = [];
const pushed: unknown[] = [];
const queues: { [Name in keyof Jobs]: Job<Jobs[Name]>[] } = {
  ...{ inbound: [], routing: [], outbound: [], webhooks: [], wakeups: [] },
};
const queue = <Name extends keyof Jobs>(name: Name): WorkQueue<Name> => ({
  send: async (jobs) => void queues[name].push(...jobs),
});
const letters: unknown[] = [];
const unused = () => Promise.reject(new Error("unused"));
const deps = {
  store,
  clock,
  random,
  digest,
  log,
  configuration,
  secrets,
  accounts: {
    invite: async (...input: unknown[]) => void invited.push(input),
    setPassword: unused,
    sendPassword: unused,
    setEnabled: unused,
    signOutEverywhere: unused,
    remove: unused,
  },
  secondFactor: { isOn: unused, begin: unused, confirm: unused, remove: unused },
  whatsApp: {
    send: async (_: string, __: string, request: SendRequest) => {
      sent.push(request);
      return { kind: "accepted" as const, providerId: "wamid.O1" };
    },
  },
  sockets: {
    post: async (...input: unknown[]) => {
      pushed.push(input);
      return "delivered" as const;
    },
    isOpen: unused,
    close: unused,
  },
  routing: queue("routing"),
  webhooks: queue("webhooks"),
  wakeups: queue("wakeups"),
  schedules: { create: unused, remove: unused },
  targets: { refusal: () => undefined },
  outbound: queue("outbound"),
  deadLetters: { send: async (letter: unknown) => void letters.push(letter) },
  maxReceives: 4,
  signIn: {
    withPassword: unused,
    withNewPassword: unused,
    withCode: unused,
    challenged: () => "unused",
    renew: unused,
    signOutEverywhere: async () => undefined,
  },
  socketUrl: "wss://sockets.example/live",
  frontMark: "mark-of-the-front",
  sleep: async () => undefined,
};
const config = createConfigHandler(deps);
const people = createPeopleHandler(deps);
const channels = createChannelsHandler({
  ...deps,
  numbers: { number: unused, subscriptions: unused, templates: unused },
});
const tickets = createTicketsHandler(deps);

const admin = agent({ role: "admin" });
const later = (username: string) =>
  claims({ username, authTime: (Date.parse("2026-11-23T14:00:00Z") / 1_000).toString() });

async function ask<Body = { readonly id: string }>(
  handler: RestHandler,
  status: number,
  ...[method, resource, changes = {}]: Parameters<typeof restEvent>
): Promise<Body> {
  const response = await handler(restEvent(method, resource, { claims: claims(), ...changes }), context);
  expect(response, response.body).toMatchObject({ statusCode: status });
  return JSON.parse(response.body) as Body;
}
const json = (value: unknown, key?: string) => ({
  body: JSON.stringify(value),
  ...(key !== undefined && { headers: { "Idempotency-Key": key } }),
});

const records = (jobs: readonly Job<unknown>[]) => ({
  Records: jobs.map((job): SQSRecord => ({
    messageId: job.id,
    receiptHandle: job.id,
    body: JSON.stringify(job.body),
    attributes: {
      ApproximateReceiveCount: "1",
      SentTimestamp: "0",
      SenderId: "x",
      ApproximateFirstReceiveTimestamp: "0",
      MessageGroupId: job.group,
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:us-east-1:1:q.fifo",
    awsRegion: "us-east-1",
  })),
});
const done = { batchItemFailures: [] };

/** An item as the stream tells it. */
const imageOf = (item: object): Record<string, AttributeValue> =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, attributeOf(value)]));

function attributeOf(value: unknown): AttributeValue {
  if (typeof value === "string") return { S: value };
  if (typeof value === "number") return { N: value.toString() };
  return typeof value === "object" && value !== null ? { M: imageOf(value) } : { NULL: true };
}

interface Sector {
  readonly sector: { readonly id: string };
  readonly queue: { readonly id: string };
}
let sector: Sector;
let tag: { readonly id: string };
let person: { readonly id: string };
let channel: { readonly id: string };

beforeAll(async () => {
  await store.commit([put("agent", AgentItem, admin)]);
});

test("an administrator sets the desk up; the same request again answers the first result", async () => {
  const request = json({ name: "Vendas", ticketLimit: 2, queue: { name: "Geral" } }, "k-1");
  sector = await ask<Sector>(config, 201, "POST", "/sectors", request);
  await expect(ask(config, 201, "POST", "/sectors", request)).resolves.toEqual(sector);
  await ask(
    config,
    409,
    "POST",
    "/sectors",
    json({ name: "Outra", ticketLimit: 2, queue: { name: "Geral" } }, "k-1"),
  );

  const params = { sectorId: sector.sector.id };
  tag = await ask(config, 201, "POST", "/sectors/{sectorId}/tags", { params, ...json({ name: "Venda" }) });
  await ask(config, 201, "POST", "/sectors/{sectorId}/queues", {
    params,
    ...json({ name: "Atacado", routing: "manual" }),
  });
  person = await ask(
    people,
    201,
    "POST",
    "/agents",
    json({
      email: "RUI@example.test",
      name: "Rui",
      role: "agent",
      queueIds: [sector.queue.id],
      temporaryPassword: "Secret1x",
    }),
  );
  expect(invited).toEqual([[person.id, "rui@example.test", "Secret1x"]]);
  channel = await ask(
    channels,
    201,
    "POST",
    "/channels",
    json({
      kind: "whatsapp",
      name: "Loja",
      phoneNumberId: "700200",
      wabaId: "900100",
      displayNumber: "+55 11 3000-0000",
      reception: { kind: "queue", queueId: sector.queue.id },
      secrets: { accessToken: "t", appSecrets: ["s"], verifyToken: "verify-me" },
    }),
  );
  expect(kept.get(channel.id)).toMatchObject({ accessToken: "t" });
});

test("lists are paged by cursors that fit only their own query", async () => {
  interface Page {
    readonly items: readonly { readonly id: string }[];
    readonly cursor: string | null;
  }
  const params = { sectorId: sector.sector.id };
  const list = (query: Record<string, string[]>, status = 200) =>
    ask<Page>(config, status, "GET", "/sectors/{sectorId}/queues", { params, query });
  const first = await list({ limit: ["1"] });
  const cursor = first.cursor ?? "";
  const second = await list({ limit: ["1"], cursor: [cursor] });
  expect([...first.items, ...second.items].map((it) => it.id)).toHaveLength(2);
  expect(second.cursor).toBeNull();
  await expect(
    ask(config, 400, "GET", "/sectors/{sectorId}/tags", { params, query: { cursor: [cursor] } }),
  ).resolves.toMatchObject({ error: { code: "CURSOR_INVALID" } });
  for (const [path, count, handler] of [
    ["/channels", 1, channels],
    ["/sectors", 1, config],
    ["/agents", 1, people],
  ] as const) {
    const page = await ask<Page>(handler, 200, "GET", path);
    expect(page.items, path).toHaveLength(count);
  }
});

let ticket: Ticket;

test("a customer's message becomes a ticket and is assigned to who is online", async () => {
  now += 3_600_000;
  const access = createAccessHandler(deps);
  await ask(access, 200, "PUT", "/me/presence/{channelId}", {
    claims: later(person.id),
    params: { channelId: channel.id },
    body: '{"status":"online"}',
  });
  const value = {
    id: "wamid.A1",
    from: "5511990000001",
    timestamp: `${now / 1_000}`,
    type: "text",
    text: { body: "oi" },
  };
  const job: InboundJob = {
    v: 1,
    phoneNumberId: "700200",
    receivedAt: clock.now(),
    items: [{ kind: "message", value, contact: null, inspectionId: null }],
  };
  const event = records([{ body: job, group: "g", id: "m-1" }]);
  await expect(createInboundHandler(deps)(event)).resolves.toEqual(done);
  await expect(createInboundHandler(deps)(event)).resolves.toEqual(done);

  const routing = records([
    { body: { v: 1, kind: "serve", queueId: sector.queue.id, agentIds: [] }, group: "q", id: "r-1" },
  ]);
  await expect(createRoutingHandler(deps)(routing)).resolves.toEqual(done);

  const open = await ask<{ items: Ticket[] }>(tickets, 200, "GET", "/tickets", {
    claims: later(person.id),
    query: { list: ["open"] },
  });
  expect(open.items).toMatchObject([{ phase: "open", agentId: person.id }]);
  ticket = open.items[0] as Ticket;
});

test("the agent reads it and answers, and the answer is sent once", async () => {
  const params = { ticketId: ticket.id };
  const who = { claims: later(person.id), params };
  await expect(ask(tickets, 200, "GET", "/tickets/{ticketId}", who)).resolves.toEqual({
    ...ticket,
    waiting: null,
  });
  const timeline = await ask<{ items: Entry[] }>(tickets, 200, "GET", "/tickets/{ticketId}/timeline", {
    ...who,
    query: { after: ["0"], limit: ["100"] },
  });
  expect(timeline.items.map((it) => it.type)).toEqual(["opened", "message", "queued", "assigned"]);

  const body = JSON.stringify({ clientMessageId: "client-1", content: { type: "text", text: "olá" } });
  const messaging = createMessagingHandler(deps);
  const entry = await ask<Entry>(messaging, 201, "POST", "/tickets/{ticketId}/messages", { ...who, body });
  expect(entry).toMatchObject({ number: 5, delivery: { status: "queued" } });

  const key = keys.entry(ticket.id, 5);
  const image = imageOf({ ...entry, ...key, shape: EntryItem.kind, v: EntryItem.version });
  const record = {
    eventID: "e1",
    eventName: "INSERT",
    dynamodb: { Keys: imageOf({ ...key }), NewImage: image, SequenceNumber: "1" },
  } as DynamoDBRecord;
  await expect(createRelayHandler(deps)({ Records: [record] })).resolves.toEqual(done);
  expect(queues.outbound.map((job) => job.body)).toEqual([{ v: 1, ticketId: ticket.id, number: 5 }]);

  const outbound = createOutboundHandler(deps);
  await expect(outbound(records(queues.outbound))).resolves.toEqual(done);
  await expect(outbound(records(queues.outbound))).resolves.toEqual(done);
  expect(sent).toMatchObject([{ to: "+5511990000001", text: { body: "olá" } }]);
  await expect(store.get(EntryItem, key)).resolves.toMatchObject({
    delivery: { status: "sent", providerId: "wamid.O1" },
  });
});

test("who does not serve the queue does not take from it, and closing needs a tag", async () => {
  const params = { ticketId: ticket.id };
  await ask(tickets, 403, "POST", "/tickets/{ticketId}/take", { params, claims: later(admin.id) });
  const close = (tagIds: readonly string[], status: number) =>
    ask<Ticket>(tickets, status, "POST", "/tickets/{ticketId}/close", {
      claims: later(person.id),
      params,
      body: JSON.stringify({ tagIds }),
    });
  await close([], 400);
  await expect(close([tag.id], 200)).resolves.toMatchObject({ phase: "closed", tagIds: [tag.id] });
  await close([tag.id], 409);
});

test("afterwards nothing is left to sweep, and nothing was set aside", async () => {
  now += 3_600_000;
  await expect(createSweepHandler(deps)({}, context)).resolves.toEqual({
    ...{
      routed: 0,
      resent: 0,
      released: 0,
      departed: 0,
      told: 0,
      vacated: 0,
      woken: 0,
      ended: 0,
      removed: 0,
      calledOff: 0,
      warned: 0,
      closed: 0,
    },
  });
  expect(letters).toEqual([]);
  expect(log.lines.filter((line) => line.level !== "info")).toEqual([]);
});

test("a sweep that fails is logged and thrown, so that the service counts it", async () => {
  // Of the lists, only those of messages that were not sent: other parts look at a channel in one minute of the hour, by its id.
  const unsent = Array.from({ length: unsentShards }, (_, shard) => places.unsent(shard));
  const find: typeof store.find = (index, query) =>
    unsent.includes(query.pk) ? Promise.reject(new Error("cut")) : store.find(index, query);
  const failing = createSweepHandler({ ...deps, store: { ...store, find } });
  await expect(failing({}, context)).rejects.toThrow(`${unsentShards} parts of the sweep failed`);
  expect(log.lines.at(-1)).toMatchObject({ level: "error", message: "invocation failed" });
});
