import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keys } from "../../shared/contracts/stored/keys.ts";
import type { FunctionName } from "../../shared/contracts/functions.ts";
import { SocketItem } from "../../shared/contracts/stored/shapes.ts";
import { digest } from "../../shared/adapters/digest.ts";
import { openSocket } from "./support/agent-socket.ts";
import { delivered, headOf, heard, openTicket, reply, ticketOf } from "./support/conversation.ts";
import { failCalls, refused } from "./support/faults.ts";
import { deadLetters, enqueue, purge } from "./support/queues.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { goOnline, invite, openShop, type Person, type Shop } from "./support/shop.ts";
import { spoil } from "./support/spoil.ts";
import { changes } from "./support/stream.ts";
import { until } from "./support/until.ts";
import { about, lastChange, post, textMessage } from "./support/webhook.ts";

let scene: Scene;
let shop: Shop;
let agent: Person;

beforeAll(async () => {
  scene = await openScene();
  agent = await invite(scene, { role: "agent" });
  shop = await openShop(scene, { agents: [agent], limit: 100 });
  await goOnline(scene, agent, shop.channel.id);
});

afterAll(() => scene?.close());

let people = 0;
/** Somebody new, by number. */
const newcomer = (): string => `551197${(1_000_000 + (people += 1)).toString()}`;

const writes = async (from: string, ...texts: readonly string[]): Promise<void> => {
  for (const text of texts) {
    const answer = await post(scene, about(shop, { messages: [textMessage(scene, from, text)] }));
    expect(answer.status).toBe(200);
  }
};

/** The group in which a contact's messages stay in order. */
const groupOf = (from: string): string =>
  digest.sha256(JSON.stringify([shop.channel.phoneNumberId, from])).slice(0, 32);

/** Whether no call of the function is under way. */
const isAtRest = (name: FunctionName): boolean => scene.stack.host.inFlight(scene.functionId(name)) === 0;

/** Past the visibility timeout of `inbound.fifo`, six times its consumer's limit of 15 seconds. */
const untilRedelivered = 91_000;

describe("what cannot be handled", () => {
  test.each([
    ["is not JSON", "{poison", /SyntaxError/],
    ["is not a job", '{"v":1,"items":"poison"}', /ZodError/],
  ])("a message that %s is set aside with the reason, and its contact goes on", async (_, body, reason) => {
    const from = newcomer();
    await enqueue(scene, "inbound.fifo", groupOf(from), digest.sha256(body), body);
    await writes(from, "estou atrás do veneno");
    const { id } = await ticketOf(scene, shop, from, "open");
    expect(await heard(scene, id)).toEqual(["estou atrás do veneno"]);
    const letters = await deadLetters(scene, "inbound-dead-letters.fifo");
    expect(letters).toEqual([{ body, reason: expect.stringMatching(reason) as unknown }]);
    await purge(scene, "inbound-dead-letters.fifo");
  });

  test("a message that fails every time is set aside in the end, and its contact goes on", async () => {
    const from = newcomer();
    const poison = failCalls(
      scene,
      "queue-inbound",
      refused,
      ({ operation, body }) => operation === "TransactWriteItems" && body.includes("veneno lento"),
    );
    await writes(from, "veneno lento", "e agora?");
    // Its group waits behind it all the while, so the stack does not come to rest: only the worker does.
    for (let receive = 1; receive <= 4; receive += 1) {
      await until(`it failed for the ${receive}. time`, () => poison.hits() === receive);
      await until("the worker gave it back", () => isAtRest("queue-inbound"));
      scene.clock.advance(untilRedelivered);
    }
    const letters = await until("it is set aside", async () => {
      const found = await deadLetters(scene, "inbound-dead-letters.fifo");
      return found.length > 0 && found;
    });
    poison.stop();
    expect(poison.hits()).toBe(4);
    expect(letters).toHaveLength(1);
    expect(letters[0]?.body).toContain("veneno lento");
    expect(letters[0]?.reason).toMatch(/AccessDeniedException/);
    const { id } = await ticketOf(scene, shop, from, "open");
    expect(await heard(scene, id)).toEqual(["e agora?"]);
    await purge(scene, "inbound-dead-letters.fifo");
  });

  test("a change the relay cannot read is set aside by its keys; what follows is relayed", async () => {
    // As somebody's script might spoil an item.
    const spoilt = (await changes(scene)).find(({ dynamodb }) =>
      dynamodb?.Keys?.["sk"]?.S?.startsWith("PRESENCE#"),
    );
    const pk = spoilt?.dynamodb?.Keys?.["pk"]?.S ?? "";
    await spoil(scene, { pk, sk: spoilt?.dynamodb?.Keys?.["sk"]?.S ?? "" });
    const [letter] = await until("it is set aside", async () => {
      const found = await deadLetters(scene, "relay-failures");
      return found.length > 0 && found;
    });
    expect(letter?.body).toContain(pk);
    expect(letter?.body).not.toContain("online");
    expect(letter?.reason).toMatch(/UnreadableItem/);
    const from = newcomer();
    await writes(from, "depois");
    const { id } = await ticketOf(scene, shop, from, "open");
    expect(await headOf(scene, id)).toMatchObject({ agentId: agent.id });
  });
});

describe("order", () => {
  test("when one record of a group fails, the later ones wait for it", async () => {
    const from = newcomer();
    const isTransaction = (text: string) => (call: { operation: string; body: Buffer }) =>
      call.operation === "TransactWriteItems" && call.body.includes(text);
    // The first fails alone, so the others gather behind it; then they come together and the second fails.
    const first = failCalls(scene, "queue-inbound", refused, isTransaction("ordem-1"), 1);
    const second = failCalls(scene, "queue-inbound", refused, isTransaction("ordem-2"), 1);
    await writes(from, "ordem-1", "ordem-2", "ordem-3", "ordem-4");
    await until("the first failed", () => first.hits() === 1 && isAtRest("queue-inbound"));
    scene.clock.advance(untilRedelivered);
    await until("the second failed", () => second.hits() === 1 && isAtRest("queue-inbound"));
    const { id } = await ticketOf(scene, shop, from, "open");
    expect(await heard(scene, id)).toEqual(["ordem-1"]);
    scene.clock.advance(untilRedelivered);
    await until("all are there", async () => (await heard(scene, id)).length >= 4);
    expect(await heard(scene, id)).toEqual(["ordem-1", "ordem-2", "ordem-3", "ordem-4"]);
  });

  test("a throttled table is waited for: nothing is lost, nothing is doubled", async () => {
    const from = newcomer();
    const storm = failCalls(
      scene,
      "queue-inbound",
      { effect: "throttle" },
      ({ operation }) => operation === "TransactWriteItems",
      12,
    );
    await writes(from, "um", "dois");
    await until("the storm is over", async () => {
      if (storm.hits() >= 12) return true;
      await scene.settled();
      scene.clock.advance(untilRedelivered);
    });
    await until("both are stored", async () => {
      await scene.settled();
      scene.clock.advance(untilRedelivered);
      const { id } = await ticketOf(scene, shop, from, "open");
      return (await heard(scene, id)).length === 2;
    });
    const { id } = await ticketOf(scene, shop, from, "open");
    expect(await heard(scene, id)).toEqual(["um", "dois"]);
  });
});

describe("effects that get lost", () => {
  test("the relay cannot reach the queues for a while: it tries again, and nothing is lost", async () => {
    const outage = failCalls(
      scene,
      "stream-relay",
      { effect: "cut-before" },
      ({ service }) => service === "sqs",
      8,
    );
    const customer = shop.customer();
    const ticket = await openTicket(scene, shop, customer);
    const sent = await reply(scene, agent, ticket.id, "apesar de tudo");
    await delivered(scene, sent, "read");
    expect(outage.hits()).toBe(8);
    expect(customer.received()).toHaveLength(1);
    expect(scene.lines.some(({ line }) => line.includes("changes failed and will be retried"))).toBe(true);
  });

  test("a lost routing job is found by the sweep of the next minute", async () => {
    const stuck = failCalls(scene, "queue-routing", refused, ({ service }) => service === "dynamodb");
    const from = newcomer();
    await writes(from, "alguém me atende?");
    const { id } = await ticketOf(scene, shop, from, "waiting");
    await until("the router failed", () => stuck.hits() > 0);
    await scene.settled();
    await purge(scene, "routing.fifo");
    stuck.stop();
    await scene.settled();
    expect(await headOf(scene, id)).toMatchObject({ phase: "waiting" });
    scene.clock.advance(60_000);
    expect(await ticketOf(scene, shop, from, "open")).toMatchObject({ id, agentId: agent.id });
    expect(scene.lines.some(({ line }) => line.includes("lines waited although somebody had room"))).toBe(
      true,
    );
  });

  test("a lost send is found by the sweep, and sent once", async () => {
    const customer = shop.customer();
    const ticket = await openTicket(scene, shop, customer);
    const stuck = failCalls(scene, "queue-outbound", refused, ({ service }) => service === "dynamodb");
    const entry = await reply(scene, agent, ticket.id, "perdida?");
    await until("the sender failed", () => stuck.hits() > 0);
    await scene.settled();
    await purge(scene, "outbound.fifo");
    stuck.stop();
    // Older than a minute when a sweep comes by.
    scene.clock.advance(60_000);
    await scene.settled();
    scene.clock.advance(60_000);
    await delivered(scene, entry, "read");
    await scene.settled();
    expect(customer.received().map(({ content }) => content["body"])).toEqual(["perdida?"]);
  });
});

test("a socket that is gone without a word is forgotten at the next push; the agent's other one hears all", async () => {
  const lasting = await openSocket(scene, agent.token);
  const deaf = failCalls(scene, "realtime-disconnect", refused, () => true);
  const before = await lastChange(scene);
  const lost = await openSocket(scene, agent.token);
  const connectionId = (await changes(scene, before)).flatMap(({ eventName, dynamodb }) =>
    eventName === "INSERT" ? (dynamodb?.NewImage?.["connectionId"]?.S ?? []) : [],
  )[0];
  await lost.close();
  await until("its end could not be recorded", () => deaf.hits() > 0);
  deaf.stop();
  const remembered = () => scene.operator.store.get(SocketItem, keys.socket(connectionId ?? ""));
  expect(await remembered()).toMatchObject({ agentId: agent.id });
  const { id } = await openTicket(scene, shop, shop.customer());
  await lasting.message("ticket", ({ ticketId }) => ticketId === id);
  await until("it is forgotten", async () => (await remembered()) === undefined);
  await lasting.close();
});
