import type { RequestOf } from "../../../local/stack/api-client.ts";
import type { SectorId, TicketId } from "../../../shared/contracts/ids.ts";
import type { Route } from "../../../shared/contracts/routes/route.ts";
import { type RouteName, routes } from "../../../shared/contracts/routes/table.ts";
import type { Cast } from "./roles.ts";

/** Routes that ask for a signed-in person. */
export type StaffRoute = {
  [Name in RouteName]: (typeof routes)[Name]["access"]["kind"] extends "staff" ? Name : never;
}[RouteName];

export const staffRoutes = Object.values(routes as Readonly<Record<string, Route>>).flatMap((route) =>
  route.access.kind === "staff" ? [route.name as StaffRoute] : [],
);

/** What a request is about: things of the shop, or things that are not there. */
export interface Subject {
  readonly ticketId: TicketId;
  readonly sectorId: SectorId;
  readonly tagId: Cast["shop"]["tag"]["id"];
  readonly queueId: Cast["shop"]["queue"]["id"];
  readonly channelId: Cast["shop"]["channel"]["id"];
}

let asked = 0;

/** A request of every staff route that is right in form, about `subject`; each one asks for something new. */
export function requests(subject: Subject): { readonly [Name in StaffRoute]: RequestOf<Name> } {
  asked += 1;
  const { ticketId, sectorId, tagId, queueId, channelId } = subject;
  const name = `Novo ${asked}`;
  return {
    signOut: {},
    me: {},
    openSocket: {},
    myPresence: {},
    setPresence: { params: { channelId }, body: { status: "online" } },
    listChannels: {},
    createChannel: {
      body: {
        kind: "whatsapp",
        name,
        phoneNumberId: (800_000_000 + asked).toString(),
        wabaId: "900100",
        displayNumber: "+55 11 4000-0000",
        secrets: { accessToken: "t", appSecrets: ["s"], verifyToken: "12345678" },
      },
    },
    listSectors: {},
    createSector: { body: { name, ticketLimit: 1, queue: { name } } },
    listQueues: { params: { sectorId } },
    createQueue: { params: { sectorId }, body: { name } },
    listTags: { params: { sectorId } },
    createTag: { params: { sectorId }, body: { name } },
    listAgents: {},
    createAgent: {
      body: {
        email: `novo${asked}@loja.example`,
        name,
        role: "agent",
        queueIds: [queueId],
        temporaryPassword: "Temporaria1",
      },
    },
    listTickets: { query: { list: "waiting", limit: 100 } },
    getTicket: { params: { ticketId } },
    getTimeline: { params: { ticketId } },
    takeTicket: { params: { ticketId }, body: {} },
    closeTicket: { params: { ticketId }, body: { tagIds: [tagId] } },
    sendMessage: {
      params: { ticketId },
      body: {
        clientMessageId: `request-${asked.toString().padStart(6, "0")}`,
        content: { type: "text", text: "Olá" },
      },
    },
  };
}

/** Address and body of a request. */
export function spelledOut(
  name: RouteName,
  request: object,
): { path: string; method: string; body?: string } {
  const {
    params = {},
    query,
    body,
  } = request as {
    params?: Readonly<Record<string, string>>;
    query?: Readonly<Record<string, string>>;
    body?: unknown;
  };
  const { path, method }: Route = routes[name];
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, key: string) => params[key] ?? "");
  return {
    path: query === undefined ? filled : `${filled}?${new URLSearchParams(query).toString()}`,
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}
