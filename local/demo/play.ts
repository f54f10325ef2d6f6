import { randomInt } from "node:crypto";
import type { Ticket } from "../../shared/contracts/tickets.ts";
import { receptionLogins, shop } from "../seed/shop.ts";
import { type ApiClient, createApiClient } from "../stack/api-client.ts";
import type { MeterReading } from "../stack/console.ts";
import type { Addresses } from "../stack/running.ts";
import { type Agent, openAgent } from "./agent.ts";
import { quietMeter } from "./meter.ts";
import { openPhone, type Phone } from "./phone.ts";
import { closingTag, customerName, script } from "./script.ts";
import { startTimeline, type Timeline } from "./timeline.ts";
import { Missing, until } from "./until.ts";

/** A conversation that was played to its end and found complete. */
export interface Played {
  readonly protocol: string;
  readonly messages: number;
  /** What the desk had used before the first message, and after the last effect of the closing. */
  readonly before: MeterReading;
  readonly after: MeterReading;
}

/**
 * Plays the script between a new customer and whoever the desk gives the ticket to, over the desk's public interfaces and the
 * customer's phone. Every step waits to be seen where it must be seen. Throws {@link Missing} naming what did not happen.
 */
export async function playConversation(addresses: Addresses, print: (line: string) => void): Promise<Played> {
  const api = createApiClient(addresses.apiUrl);
  const waId = `55119${randomInt(10_000_000, 100_000_000)}`;
  const phone = await openPhone(addresses.simulatorUrl, waId, customerName);
  let timeline: Timeline | undefined;
  const agents = await Promise.all(
    receptionLogins.map((login) =>
      openAgent(api, login, shop.number.name, (name, message) => timeline?.saw(name, message)),
    ),
  );
  try {
    const tagId = await findTag(api, agents);
    const before = await quietMeter(addresses.consoleUrl);
    timeline = startTimeline(print);
    const ticket = await converse(api, phone, agents, tagId, timeline);
    const after = await quietMeter(addresses.consoleUrl);
    const messages = await verify(api, agents, ticket, tagId);
    return { protocol: ticket.protocol, messages, before, after };
  } finally {
    timeline = undefined;
    await Promise.all(agents.map((agent) => agent.close()));
  }
}

type OpenTicket = Extract<Ticket, { phase: "open" }>;

async function converse(
  api: ApiClient,
  phone: Phone,
  agents: readonly Agent[],
  tagId: string,
  timeline: Timeline,
): Promise<OpenTicket> {
  let held: { readonly agent: Agent; readonly ticket: OpenTicket } | undefined;
  for (const [index, line] of script.entries()) {
    if ("in" in line) {
      timeline.did(customerName, line.in);
      await phone.send(line.in);
      if (held === undefined) held = await assignee(agents, phone.waId, line.in);
      else await arrival(held.agent, held.ticket, line.in);
    } else {
      if (held === undefined) throw new Error("the script begins with the customer");
      const { agent, ticket } = held;
      timeline.did(agent.name, line.out);
      const sent = await api.call(
        "sendMessage",
        {
          params: { ticketId: ticket.id },
          body: { clientMessageId: `demo-line-${index}`, content: { type: "text", text: line.out } },
        },
        { token: agent.token },
      );
      await phone.receives(line.out);
      await agent.sees(`nobody was told that message ${sent.number} was read`, (message) =>
        message.type === "message-status" &&
        message.ticketId === ticket.id &&
        message.number === sent.number &&
        message.delivery.status === "read"
          ? true
          : undefined,
      );
    }
  }
  if (held === undefined) throw new Error("the script is empty");
  const { agent, ticket } = held;
  timeline.did(agent.name, `closes the ticket with the tag “${closingTag}”`);
  await api.call(
    "closeTicket",
    { params: { ticketId: ticket.id }, body: { tagIds: [tagId] } },
    { token: agent.token },
  );
  await agent.sees("the ticket never left the agent's list", (message) =>
    message.type === "ticket" &&
    message.ticketId === ticket.id &&
    message.list === "open" &&
    message.change === "left"
      ? true
      : undefined,
  );
  return ticket;
}

/** Waits until the ticket is with one of the agents, and its first message with it. */
function assignee(
  agents: readonly Agent[],
  waId: string,
  text: string,
): Promise<{ readonly agent: Agent; readonly ticket: OpenTicket }> {
  const names = agents.map(({ name }) => name).join(" or ");
  return until(`the first message reached neither ${names}: have they room for one more ticket?`, () => {
    for (const agent of agents) {
      for (const message of agent.pushed) {
        if (message.type !== "ticket" || message.list !== "open" || message.change !== "entered") continue;
        const { head, entries } = message;
        if (head.phase !== "open" || head.address.phone !== waId) continue;
        if (!entries.some((entry) => says(entry, text)))
          throw new Missing("the ticket came without its first message");
        return { agent, ticket: head };
      }
    }
    return undefined;
  });
}

async function arrival(agent: Agent, ticket: OpenTicket, text: string): Promise<void> {
  await agent.sees(`“${text}” was not pushed to ${agent.name}`, (message) =>
    message.type === "entry" && message.ticketId === ticket.id && says(message.entry, text)
      ? true
      : undefined,
  );
}

const says = (entry: Ticket | object, text: string): boolean =>
  "direction" in entry &&
  entry.direction === "in" &&
  "content" in entry &&
  (entry.content as { readonly text?: string }).text === text;

async function findTag(api: ApiClient, [agent]: readonly Agent[]): Promise<string> {
  if (agent === undefined) throw new Error("nobody answers the demo's number");
  const { token } = agent;
  for (const sector of (await api.call("me", {}, { token })).sectors) {
    const tags = await api.call("listTags", { params: { sectorId: sector.id } }, { token });
    const found = tags.items.find(({ name }) => name === closingTag);
    if (found !== undefined) return found.id;
  }
  throw new Missing(`there is no tag “${closingTag}”`);
}

/** Reads the ticket as anybody would afterwards, and gives the number of messages in it. */
async function verify(
  api: ApiClient,
  agents: readonly Agent[],
  { id: ticketId, agentId }: OpenTicket,
  tagId: string,
): Promise<number> {
  const token = agents.find(({ id }) => id === agentId)?.token ?? "";
  const ticket = await api.call("getTicket", { params: { ticketId } }, { token });
  if (ticket.phase !== "closed") throw new Missing(`the ticket is ${ticket.phase} instead of closed`);
  if (!ticket.tagIds.some((it) => it === tagId)) throw new Missing("the ticket was closed without its tag");
  const timeline = await api.call(
    "getTimeline",
    { params: { ticketId }, query: { after: 0, limit: 100 } },
    { token },
  );
  for (const [index, { number }] of timeline.items.entries())
    if (number !== index + 1) throw new Missing(`entry ${index + 1} is missing in the timeline`);
  if (timeline.items.length !== ticket.version)
    throw new Missing(`the timeline has ${timeline.items.length} entries, the ticket ${ticket.version}`);
  const messages = timeline.items.filter((entry) => entry.type === "message");
  for (const [index, line] of script.entries()) {
    const message = messages[index];
    const wanted = "in" in line ? { direction: "in", text: line.in } : { direction: "out", text: line.out };
    const found = message?.content.type === "text" ? message.content.text : undefined;
    if (message?.direction !== wanted.direction || found !== wanted.text)
      throw new Missing(`message ${index + 1} of the timeline is not “${wanted.text}”`);
    if (message.direction === "out" && message.delivery.status !== "read")
      throw new Missing(`message ${index + 1} is ${message.delivery.status} instead of read`);
  }
  if (messages.length !== script.length)
    throw new Missing(`the timeline has ${messages.length} messages instead of ${script.length}`);
  return messages.length;
}
