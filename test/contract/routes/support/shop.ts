import { agent as person, claims } from "../../../example/functions/fixtures.ts";
import { receiveJob } from "../../../../shared/actions/intake/receive-job.ts";
import { receiveWebhook } from "../../../../shared/actions/intake/receive-webhook.ts";
import { createConfiguration } from "../../../../shared/actions/configuration/configuration.ts";
import { listingOf } from "../../../../shared/actions/sessions/end-sessions.ts";
import { AgentItem, AgentListingItem, LoginItem } from "../../../../shared/contracts/stored/shapes.ts";
import type { Agent } from "../../../../shared/contracts/organisation.ts";
import type { InboundJob } from "../../../../shared/contracts/queue-messages.ts";
import { type RouteName, routes } from "../../../../shared/contracts/routes/table.ts";
import { absent, put } from "../../../../shared/ports/store.ts";
import { messagesValue, signed, webhookBody } from "../../../../local/whatsapp/envelope.ts";
import { agentId } from "../../../support/ids.ts";
import { textMessage } from "../../../support/conversation.ts";
import { Scope } from "../../../../shared/contracts/api-keys.ts";
import { type Asked, type Identity, type Stage, openStage } from "./stage.ts";
import * as z from "zod";

/** Everything of a business that belongs to one sector, by what routes call it. */
export interface Things {
  readonly sectorId: string;
  readonly queueId: string;
  /** A second queue of the sector. */
  readonly otherQueueId: string;
  readonly tagId: string;
  /** Somebody who serves the sector and nothing else. */
  readonly agentId: string;
  /** Approved, of the sector. */
  readonly cannedResponseId: string;
  /** An agent's suggestion. */
  readonly suggestionId: string;
  /** A ticket that its agent holds. */
  readonly ticketId: string;
  /** A ticket that waits in its queue. */
  readonly waitingId: string;
}

/** Who works at a sector. */
export type Post = "supervisor" | "agent" | "viewer";

/** Two sectors that have nothing to do with each other, in one business. */
export interface Shop extends Stage {
  readonly own: Things;
  readonly foreign: Things;
  /** What belongs to no sector. */
  readonly shared: {
    readonly channelId: string;
    readonly webChatId: string;
    readonly pauseReasonId: string;
    readonly webhookId: string;
    readonly apiKeyId: string;
    readonly contactId: string;
  };
  /** API keys of the whole business, by scope, and one of every scope for the own sector alone. */
  readonly keys: Readonly<Record<Scope | "own sector", string>>;
  readonly people: Readonly<Record<"admin" | `${"own" | "foreign"} ${Post}`, Agent>>;
  /** The identity of a person whose session counts. */
  as(agent: Pick<Agent, "id">): Identity;
  /** The identity of a program. */
  asKey(apiKeyId: string): Identity;
}

const appSecret = "route-app-secret";
const phoneNumberId = "700200";
const email = (id: string): string => `${id.toLowerCase()}@loja.example`;

/** Opens the shop. It is the same one each time. */
export async function openShop(): Promise<Shop> {
  const accounts = new Map<string, string>();
  const stage = openStage(accounts);
  const as = ({ id }: Pick<Agent, "id">): Identity => ({
    authorizer: claims({
      principalId: id,
      username: id,
      authTime: (Math.floor(stage.world.clock.ms() / 1_000) + 1).toString(),
    }),
    headers: { authorization: `Bearer access-${id}` },
  });
  const hired: Agent[] = [];
  const hire = async (suffix: string, changes: Partial<Agent>): Promise<Agent> => {
    const id = agentId(suffix);
    const agent = person({ id, email: email(id), name: `Pessoa ${suffix}`, ...changes });
    accounts.set(agent.email, id);
    await stage.world.store.commit([
      put("agent", AgentItem, agent, absent),
      put("listing", AgentListingItem, listingOf(agent), absent),
      put("login", LoginItem, { email: agent.email, agentId: agent.id }, absent),
    ]);
    stage.world.accounts.set(id, agent.email);
    hired.push(agent);
    return agent;
  };
  const admin = await hire("A", { role: "admin" });
  const make = async (name: RouteName, who: Agent, asked: Asked & { readonly json?: unknown }) => {
    const body = asked.json === undefined ? {} : { body: JSON.stringify(asked.json) };
    const answer = await stage.ask(routes[name], as(who), { ...asked, ...body });
    if (answer.status !== routes[name].status) throw new Error(`${name}: ${answer.status} ${answer.text}`);
    return JSON.parse(answer.text || "null") as unknown;
  };
  const Made = z.looseObject({ id: z.string() });
  const idOf = (made: unknown): string => Made.parse(made).id;

  const channelId = idOf(
    await make("createChannel", admin, {
      json: {
        ...{ kind: "whatsapp", name: "Loja", phoneNumberId, wabaId: "900100", displayNumber: "+55 11 4000" },
        secrets: { accessToken: "token", appSecrets: [appSecret], verifyToken: "verify-token" },
      },
    }),
  );
  const pauseReasonId = idOf(
    await make("createPauseReason", admin, { json: { name: "Almoço", isWork: false } }),
  );

  /** A customer writes to the number while it leads to this queue. */
  const customer = async (queueId: string, phone: string): Promise<string> => {
    await make("changeChannel", admin, {
      params: { channelId },
      json: { reception: { kind: "queue", queueId } },
    });
    stage.world.clock.advance(60_000);
    const { ports } = stage;
    const deps = { ...ports, configuration: createConfiguration(ports) };
    const jobs: InboundJob[] = [];
    const value = messagesValue(
      { phoneNumberId, displayPhoneNumber: "551140000000" },
      {
        contacts: [{ profile: { name: `Cliente ${phone}` }, wa_id: phone }],
        messages: [textMessage(`wamid.${phone}`, "oi", ports.clock.now(), phone)],
      },
    );
    const { body, headers } = signed(
      webhookBody([{ wabaId: "900100", field: "messages", value }]),
      appSecret,
    );
    await receiveWebhook(
      { ...deps, queue: { send: async (more) => void jobs.push(...more.map((job) => job.body)) } },
      { body: Buffer.from(body), signature: headers["x-hub-signature-256"] },
    );
    for (const job of jobs) await receiveJob({ ...deps }, job);
    const page = await make("listTickets", admin, { query: { list: ["waiting"], queueId: [queueId] } });
    return (
      z
        .looseObject({ items: z.array(Made) })
        .parse(page)
        .items.at(-1)?.id ?? ""
    );
  };

  const build = async (side: "own" | "foreign", letter: string): Promise<[Things, Record<Post, Agent>]> => {
    const name = `Setor ${side}`;
    const made = z.object({ sector: Made, queue: Made }).parse(
      await make("createSector", admin, {
        json: { name, ticketLimit: 5, queue: { name: `Fila ${side}`, routing: "manual" } },
      }),
    );
    const [sectorId, queueId] = [made.sector.id, made.queue.id];
    const params = { sectorId };
    const otherQueueId = idOf(await make("createQueue", admin, { params, json: { name: `Outra ${side}` } }));
    const tagId = idOf(await make("createTag", admin, { params, json: { name: `Etiqueta ${side}` } }));
    const people = {
      supervisor: await hire(`${letter}1`, { role: "supervisor" }),
      agent: await hire(`${letter}2`, { role: "agent" }),
      viewer: await hire(`${letter}3`, { role: "viewer" }),
    };
    const join = (who: Agent, json: object): Promise<unknown> =>
      make("changeAgent", admin, { params: { agentId: who.id }, json });
    await join(people.supervisor, { sectorIds: [sectorId] });
    await join(people.viewer, { sectorIds: [sectorId] });
    await join(people.agent, { queueIds: [queueId] });
    stage.world.clock.advance(6_000);
    await make("setPresence", people.agent, { params: { channelId }, json: { status: "online" } });
    const ready = (who: Agent, shortcut: string) =>
      make("createCannedResponse", who, { json: { shortcut, text: "Olá, $contact.name!", sectorId } });
    const cannedResponseId = idOf(await ready(admin, `ola-${side}`));
    const suggestionId = idOf(await ready(people.agent, `oi-${side}`));
    const ticketId = await customer(queueId, `55119000${letter === "B" ? 1 : 2}0001`);
    await make("takeTicket", people.agent, { params: { ticketId }, json: {} });
    const waitingId = await customer(queueId, `55119000${letter === "B" ? 1 : 2}0002`);
    const things = { sectorId, queueId, otherQueueId, tagId, agentId: people.agent.id };
    return [{ ...things, cannedResponseId, suggestionId, ticketId, waitingId }, people];
  };
  const [own, ours] = await build("own", "B");
  const [foreign, theirs] = await build("foreign", "C");
  // A number that leads to a queue would keep that from being removed; tickets may be handed back to a bot.
  const away = { reception: { kind: "external" } };
  await make("changeChannel", admin, { params: { channelId }, json: away });
  const webChatId = idOf(
    await make("createChannel", admin, {
      json: { kind: "webchat", name: "Site", allowedOrigins: ["https://loja.example"] },
    }),
  );
  const { id: webhookId } = z.object({ webhook: Made }).parse(
    await make("createWebhook", admin, {
      json: { name: "Sistema", url: "https://sistema.example/x", events: ["ticket.opened"] },
    }),
  ).webhook;
  const keyOf = async (name: string, json: object): Promise<string> =>
    z.object({ apiKey: Made }).parse(await make("createApiKey", admin, { json: { name, ...json } })).apiKey
      .id;
  const byScope = await Promise.all(
    Scope.options.map(async (scope) => [scope, await keyOf(scope, { scopes: [scope] })] as const),
  );
  const keys = {
    ...(Object.fromEntries(byScope) as Record<Scope, string>),
    "own sector": await keyOf("setor", { scopes: Scope.options, sectorIds: [own.sectorId] }),
  };
  const apiKeyId = await keyOf("outra", { scopes: ["config:read"] });
  const contactId = idOf(
    await make("createContact", admin, {
      json: { name: "Cliente novo", address: { phone: "5511911110000" } },
    }),
  );
  // The first list makes the key that cursors are sealed with.
  await make("listSectors", admin, {});
  for (const name of ["listAgents", "listTickets", "listChannels"] as const)
    await make(name, admin, name === "listTickets" ? { query: { list: ["open"] } } : {});
  stage.world.clock.advance(60_000);
  return {
    ...stage,
    own,
    foreign,
    shared: { channelId, webChatId, pauseReasonId, webhookId, apiKeyId, contactId },
    keys,
    people: {
      admin,
      ...{ "own supervisor": ours.supervisor, "own agent": ours.agent, "own viewer": ours.viewer },
      ...{
        "foreign supervisor": theirs.supervisor,
        "foreign agent": theirs.agent,
        "foreign viewer": theirs.viewer,
      },
    },
    as,
    asKey: (id) => ({ authorizer: { principalId: id, kind: "key", apiKeyId: id } }),
  };
}
