import { describe, expect, test } from "vitest";
import { AgentId } from "../../../shared/contracts/ids.ts";
import { AgentItem, SocketItem } from "../../../shared/contracts/stored/shapes.ts";
import type { Sockets } from "../../../shared/ports/ports.ts";
import type { Store } from "../../../shared/ports/store.ts";
import type { Time } from "../../../shared/contracts/values.ts";
import { agent, agentId, keepingLog } from "./fixtures.ts";
import { createConnectHandler } from "../../../functions/realtime/connect-handler.ts";
import { createDisconnectHandler } from "../../../functions/realtime/disconnect-handler.ts";
import { createMemoryStore } from "../../../shared/store/memory.ts";
import { createMessageHandler } from "../../../functions/realtime/message-handler.ts";
import { createRandom } from "../../../shared/adapters/random.ts";
import { digest } from "../../../shared/adapters/digest.ts";
import { issueSocketTicket } from "../../../shared/actions/sockets/connect.ts";
import { put, update } from "../../../shared/ports/store.ts";
import { keys } from "../../../shared/contracts/stored/keys.ts";

const clock = { now: () => "2026-11-23T13:00:00.000Z" as Time };
const requestContext = { connectionId: "c1=" };

const sessionBeganAt = Date.parse("2026-11-23T12:30:00.000Z") / 1_000;
const staffed = async () => {
  const store = createMemoryStore();
  await store.commit([put("agent", AgentItem, agent())]);
  return store;
};

const down: Store = { ...createMemoryStore(), get: () => Promise.reject(new Error("s3cr3t")) };

describe("connect", () => {
  test("opens a socket for a ticket, once", async () => {
    const store = await staffed();
    const ticket = await issueSocketTicket(
      { store, clock, random: createRandom(), digest },
      { agentId: AgentId.parse(agentId), sessionBeganAt },
    );
    const connect = createConnectHandler({ store, clock, digest, log: keepingLog() });
    const event = { requestContext, queryStringParameters: { ticket } };
    await expect(connect(event, {})).resolves.toEqual({ statusCode: 200 });
    await expect(store.get(SocketItem, keys.socket("c1="))).resolves.toMatchObject({ agentId });
    await expect(connect(event, {})).resolves.toEqual({ statusCode: 401 });
  });

  test.each([
    ["ended", { sessionsValidAfter: "2026-11-23T12:30:00.400Z" }],
    ["of a person who is out", { active: false }],
  ])("refuses a ticket of a session that is %s by now", async (_, change) => {
    const store = await staffed();
    const deps = { store, clock, random: createRandom(), digest };
    const ticket = await issueSocketTicket(deps, { agentId: AgentId.parse(agentId), sessionBeganAt });
    const set = Object.entries(change).map(([name, value]) => [[name], value] as const);
    await store.commit([update("agent", AgentItem, keys.agent(agentId), { set })]);
    const connect = createConnectHandler({ store, clock, digest, log: keepingLog() });
    const event = { requestContext, queryStringParameters: { ticket } };
    await expect(connect(event, {})).resolves.toEqual({ statusCode: 401 });
    await expect(store.get(SocketItem, keys.socket("c1="))).resolves.toBeUndefined();
  });

  test("a ticket that is traded while the person's record changes is looked at again", async () => {
    const store = await staffed();
    const deps = { store, clock, random: createRandom(), digest };
    const ticket = await issueSocketTicket(deps, { agentId: AgentId.parse(agentId), sessionBeganAt });
    let changed = false;
    const racing: Store = {
      ...store,
      commit: async (changes) => {
        if (!changed) {
          changed = true;
          await store.commit([update("agent", AgentItem, keys.agent(agentId), { add: [[["version"], 1]] })]);
        }
        return store.commit(changes);
      },
    };
    const connect = createConnectHandler({ store: racing, clock, digest, log: keepingLog() });
    const event = { requestContext, queryStringParameters: { ticket } };
    await expect(connect(event, {})).resolves.toEqual({ statusCode: 200 });
  });

  test.each([null, {}, { ticket: "guess" }])("refuses %j", async (queryStringParameters) => {
    const connect = createConnectHandler({ store: createMemoryStore(), clock, digest, log: keepingLog() });
    await expect(connect({ requestContext, queryStringParameters }, {})).resolves.toEqual({
      statusCode: 401,
    });
  });

  test("refuses when it cannot know, and logs why", async () => {
    const log = keepingLog();
    const connect = createConnectHandler({ store: down, clock, digest, log });
    await expect(connect({ requestContext }, {})).resolves.toEqual({ statusCode: 500 });
    expect(log.lines).toMatchObject([{ level: "error", ids: { connectionId: "c1=" } }]);
  });
});

describe("disconnect", () => {
  test("forgets the socket, and one it does not know is fine", async () => {
    const store = await staffed();
    const ticket = await issueSocketTicket(
      { store, clock, random: createRandom(), digest },
      { agentId: AgentId.parse(agentId), sessionBeganAt },
    );
    await createConnectHandler({ store, clock, digest, log: keepingLog() })(
      { requestContext, queryStringParameters: { ticket } },
      {},
    );
    const disconnect = createDisconnectHandler({ store, clock, log: keepingLog() });
    await expect(disconnect({ requestContext }, {})).resolves.toEqual({ statusCode: 200 });
    await expect(store.get(SocketItem, keys.socket("c1="))).resolves.toBeUndefined();
    await expect(disconnect({ requestContext }, {})).resolves.toEqual({ statusCode: 200 });
  });
});

describe("message", () => {
  const bench = (post: Sockets["post"] = async () => "delivered") => {
    const posted: unknown[] = [];
    const log = keepingLog();
    const handler = createMessageHandler({
      clock,
      log,
      sockets: {
        post: async (...input) => {
          posted.push(input);
          return post(...input);
        },
        isOpen: async () => true,
        close: async () => {},
      },
    });
    return { posted, log, say: (body: string | null) => handler({ requestContext, body }, {}) };
  };

  test("a ping is answered with the time", async () => {
    const { say, posted } = bench();
    await expect(say('{"action":"ping"}')).resolves.toEqual({ statusCode: 200 });
    expect(posted).toEqual([["c1=", { type: "pong", time: "2026-11-23T13:00:00.000Z" }]]);
  });

  test("a socket that is gone needs no answer", async () => {
    await expect(bench(async () => "gone").say('{"action":"ping"}')).resolves.toEqual({ statusCode: 200 });
  });

  test.each(["", null, "ping", "{}", '{"action":"close"}', '{"action":"ping","more":1}', "[]"])(
    "%j is a bad request",
    async (body) => {
      const { say, posted } = bench();
      await expect(say(body)).resolves.toEqual({ statusCode: 400 });
      expect(posted).toEqual([]);
    },
  );

  test("an answer that fails is logged", async () => {
    const { say, log } = bench(() => Promise.reject(new Error("cut")));
    await expect(say('{"action":"ping"}')).resolves.toEqual({ statusCode: 500 });
    expect(log.lines).toHaveLength(1);
  });
});
