import type { FunctionName } from "../../shared/contracts/functions.ts";
import { type RestAnswer, fromClient, fromSocketEnding, fromSocketOpening } from "../world/triggers.ts";
import type { Stage } from "./stage.ts";
import type { RestCall } from "../world/events.ts";
import { Channel, Queue } from "../../shared/contracts/organisation.ts";
import { AgentItem, AgentListingItem } from "../../shared/contracts/stored/shapes.ts";
import { Agent } from "../../shared/contracts/organisation.ts";
import { Violation } from "../world/shadow.ts";
import { absent, put } from "../../shared/ports/store.ts";
import { appSecret } from "../world/meta.ts";
import { checkQuiescence } from "../world/quiescence.ts";
import { listingOf } from "../../shared/actions/sessions/end-sessions.ts";

const admin = "agt_01KAQ000000000000000000000";
const founded = "2026-11-22T12:00:00.000Z";

type Body = Readonly<Record<string, unknown>>;

/** What clients do when an answer does not come: they ask again, with the same keys. */
export async function ask(
  stage: Stage,
  name: FunctionName,
  call: RestCall,
  accepted: readonly number[],
): Promise<Body> {
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const heard: RestAnswer[] = [];
    const resource = `/v1${call.resource}`;
    await stage.run(fromClient(name, { ...call, resource }, (it) => void heard.push(it), attempt));
    const [given] = heard;
    if (given !== undefined && accepted.includes(given.status)) return (given.body ?? {}) as Body;
    if (given !== undefined && given.status !== 503) {
      throw new Error(
        `${call.method} ${call.resource} answered ${given.status}: ${JSON.stringify(given.body)}`,
      );
    }
  }
  throw new Error(`${call.method} ${call.resource} was never answered`);
}

/** An administrator sets the desk up: sector with queue, person, tag, number. */
export async function setUp(stage: Stage) {
  const { store } = stage.world;
  const boss = Agent.parse({
    ...{ id: admin, version: 1, email: "ana@desk.example", name: "Ana", role: "admin", active: true },
    ...{ phone: null, accessHours: null, sectorIds: [], queueIds: [], limits: {}, hasPhoto: false },
    permissions: { dropPotentials: false, viewContacts: true, outreach: false, seeQueueHistory: false },
    ...{ sessionsValidAfter: founded, createdAt: founded },
  });
  await store.commit([
    put("agent", AgentItem, boss, absent),
    put("agent listing", AgentListingItem, listingOf(boss), absent),
  ]);
  const create = (
    name: FunctionName,
    resource: string,
    body: object,
    params?: RestCall["params"],
  ): Promise<Body> =>
    ask(
      stage,
      name,
      {
        ...{ method: "POST", resource, body, agentId: admin },
        headers: { "idempotency-key": `set-up ${resource}`.replace(" ", "-") },
        ...(params && { params }),
      },
      [201],
    );
  const made = await create("api-config", "/sectors", {
    name: "Sales",
    ticketLimit: 1,
    queue: { name: "Line", routing: "automatic" },
  });
  const queue = Queue.parse(made["queue"]);
  const agent = await create("api-people", "/agents", {
    ...{ email: "bia@desk.example", name: "Bia", role: "agent", queueIds: [queue.id] },
  });
  const tag = await create(
    "api-config",
    "/sectors/{sectorId}/tags",
    { name: "Sold" },
    { sectorId: queue.sectorId },
  );
  const channel = Channel.parse(
    await create("api-channels", "/channels", {
      ...{ kind: "whatsapp", name: "Shop", phoneNumberId: "700200", wabaId: "900100" },
      ...{ displayNumber: "+55 11 3000-0000", reception: { kind: "queue", queueId: queue.id } },
      secrets: { accessToken: "token", appSecrets: [appSecret], verifyToken: "verify me" },
    }),
  );
  await create("api-config", "/webhooks", {
    ...{ name: "Shop's own system", url: "https://receiver.example/desk" },
    events: ["ticket.opened", "message.sent"],
  });
  await stage.rest();
  return { queue, channel, agentId: String(agent["id"]), tagId: String(tag["id"]) };
}

/**
 * One whole conversation through the interfaces of the desk, once routed and once taken by hand, with everything that a
 * client repeats when it gets no answer. Throws a Violation unless it is complete in the end.
 */
export async function converse(stage: Stage): Promise<void> {
  const { channel, agentId, tagId } = await setUp(stage);
  const staff = { agentId };
  const presence = (status: string): Promise<Body> =>
    ask(
      stage,
      "api-access",
      {
        ...{ method: "PUT", resource: "/me/presence/{channelId}", body: { status }, ...staff },
        params: { channelId: channel.id },
      },
      [200],
    );
  const write = async (id: string, text: string, name: string): Promise<void> => {
    const sender = { phone: `5511990000${name.charCodeAt(0)}0`, userId: `BR.${name}`, name };
    stage.world.meta.emit([{ phoneNumberId: "700200", providerId: id, sender, text }], [], 0);
    await stage.rest();
  };
  /** A ticket of a list of the agent's, as the agent's page asks for it. */
  const listed = async (list: string): Promise<string> => {
    const call = { method: "GET", resource: "/tickets", query: { list }, ...staff };
    const { items } = await ask(stage, "api-tickets", call, [200]);
    const [first] = items as { id: string }[];
    if (first === undefined) throw new Violation("complete", `no ticket is on the agent's ${list} list`);
    return first.id;
  };
  const ofTicket = (
    name: FunctionName,
    ticketId: string,
    what: string,
    body: object,
    accepted: readonly number[],
  ): Promise<Body> =>
    ask(
      stage,
      name,
      { method: "POST", resource: `/tickets/{ticketId}/${what}`, params: { ticketId }, body, ...staff },
      accepted,
    );
  const answer = async (ticketId: string, clientMessageId: string): Promise<void> => {
    const body = { clientMessageId, content: { type: "text", text: `answer ${clientMessageId}` } };
    await ofTicket("api-messaging", ticketId, "messages", body, [201]);
    await stage.rest();
  };
  const close = async (ticketId: string): Promise<void> => {
    // The second of two closings finds the ticket closed: that is what it wanted.
    await ofTicket("api-tickets", ticketId, "close", { tagIds: [tagId] }, [200, 409]);
    await stage.rest();
  };

  const connectionId = await connect(stage, agentId, "first");
  await presence("online");
  await stage.rest();
  await write("wamid.in.1", "hello", "Caio");
  const routed = await listed("open");
  await assertSeen(stage, agentId, routed, "hello");
  await answer(routed, "client-message-1");
  await write("wamid.in.2", "thanks", "Caio");
  // The agent has room for one: the second customer waits until the first is done.
  await write("wamid.in.3", "good morning", "Davi");
  await stage.rest("sweep");
  await close(routed);
  await close(await listed("open"));
  await presence("offline");
  await stage.rest();
  await write("wamid.in.4", "anybody there?", "Eva");
  const taken = await listed("waiting");
  await ofTicket("api-tickets", taken, "take", {}, [200]);
  await stage.run({
    ...{ function: "realtime-message", attempt: 1, ended: () => {} },
    event: { requestContext: { connectionId }, body: JSON.stringify({ action: "ping" }) },
  });
  // Whoever is signed out loses the ticket to its line, and may take it from there again.
  await signOut(stage, agentId);
  if ((await listed("waiting")) !== taken)
    throw new Violation("complete", `${taken} is not back in its line`);
  await ofTicket("api-tickets", taken, "take", {}, [200]);
  await answer(taken, "client-message-2");
  await close(taken);
  // The agent pauses, comes back, and loses the connection: after the grace they are offline.
  const tab = await connect(stage, agentId, "second");
  await presence("online");
  await presence("paused");
  await presence("online");
  await stage.run(fromSocketEnding(stage.world, connectionId));
  await stage.run(fromSocketEnding(stage.world, tab));
  await stage.rest("sweep");
  await assertGone(stage, agentId);
  assertComplete(stage);
  checkQuiescence(stage.world, stage.shadow, { channels: [channel] }, 0);
}

/** An administrator ends the agent's sessions. */
async function signOut(stage: Stage, agentId: string): Promise<void> {
  const call = { method: "POST", resource: "/agents/{agentId}/sign-out", params: { agentId } };
  await ask(stage, "api-people", { ...call, agentId: admin }, [204]);
  // The answer comes once the second is over: what is taken afterwards is never of the session that ended.
  stage.world.clock.advance(1_000);
  await stage.rest();
}

/** Opens a socket; whoever fails at it asks for a new ticket. */
async function connect(stage: Stage, agentId: string, name: string): Promise<string> {
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const call = { method: "POST", resource: "/socket", agentId };
    const { ticket } = await ask(stage, "api-access", call, [201]);
    const connectionId = `${name}-${attempt}`;
    let isOpen = false;
    await stage.run(
      fromSocketOpening(stage.world, connectionId, String(ticket), (open) => void (isOpen = open)),
    );
    if (isOpen) return connectionId;
  }
  throw new Violation("complete", "no socket could be opened");
}

/** Nobody is there any more once the connection is lost. */
async function assertGone(stage: Stage, agentId: string): Promise<void> {
  const call = { method: "GET", resource: "/me/presence", agentId };
  const { items } = await ask(stage, "api-access", call, [200]);
  const [own] = items as { status: string }[];
  if (own?.status !== "offline")
    throw new Violation("complete", `the agent is ${own?.status} without a socket`);
}

/** The agent's page shows what the customer wrote, whether a push brought it or the page asked for it. */
async function assertSeen(stage: Stage, agentId: string, ticketId: string, text: string): Promise<void> {
  const call = {
    ...{ method: "GET", resource: "/tickets/{ticketId}/timeline", params: { ticketId }, agentId },
    query: { after: "0" },
  };
  const { items } = await ask(stage, "api-tickets", call, [200]);
  if (!JSON.stringify(items).includes(text))
    throw new Violation("complete", `the agent does not see "${text}"`);
}

/** Every answer reached the customer or shows that nobody knows, and every ticket is closed. */
function assertComplete({ world, shadow }: Stage): void {
  const closed = [...shadow.tickets.values()].filter(({ head }) => head?.phase === "closed");
  if (closed.length !== 3 || shadow.tickets.size !== 3) {
    throw new Violation("complete", `${shadow.tickets.size} tickets, ${closed.length} of them closed`);
  }
  const answers = [...shadow.tickets.values()].flatMap(({ entries }) =>
    entries.flatMap((entry) => (entry.type === "message" && entry.direction === "out" ? [entry] : [])),
  );
  if (answers.length !== 2) throw new Violation("complete", `${answers.length} answers instead of 2`);
  for (const { ticketId, number, delivery } of answers) {
    const arrived = world.graph.posts.some(
      (post) => post.reference === `${ticketId}.${number}` && post.accepted,
    );
    const known = arrived ? ["read"] : ["unconfirmed"];
    if (!known.includes(delivery.status)) {
      throw new Violation(
        "complete",
        `answer ${number} ${arrived ? "arrived" : "did not arrive"}: ${delivery.status}`,
      );
    }
  }
}
