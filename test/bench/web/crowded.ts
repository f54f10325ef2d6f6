import type { Page, Route, WebSocketRoute } from "playwright-core";
import type { TicketId } from "../../../shared/contracts/ids.ts";
import type { Ticket } from "../../../shared/contracts/tickets.ts";
import type { Entry } from "../../../shared/contracts/timeline.ts";
import type { ServerMessage } from "../../../shared/contracts/socket-messages.ts";
import { systemClock } from "../../../shared/adapters/clock.ts";

/** A ticket as the API gave it, and a message of its customer: everything below is made of copies of them. */
export interface Pattern {
  readonly head: Ticket;
  readonly message: Entry;
}

/** How much there is on a crowded day. */
export interface Crowd {
  readonly tickets: number;
  /** Entries of the first ticket's conversation. */
  readonly entries: number;
  readonly eventsPerSecond: number;
}

const words = [
  "Oi, tudo bem?",
  "Queria saber se o café em grãos já chegou e quanto fica a entrega para o centro.",
  "Pode ser hoje à tarde?",
  "Perfeito, muito obrigada! Vou passar aí amanhã cedo para buscar os dois pacotes que separei com vocês na semana passada.",
];

/**
 * Stands between a page and the API as a crowded day would: so many tickets, a long conversation, and events that do not end. All
 * else still comes from the stack. Events begin with `begin` and end with its answer.
 */
export async function crowd(page: Page, pattern: Pattern, { tickets, entries, eventsPerSecond }: Crowd) {
  const heads = Array.from({ length: tickets }, (_, index) => headOf(pattern.head, index, entries));
  const [long] = heads;
  if (long === undefined) throw new Error("a crowd of nobody");
  const places = new Map(heads.map((head, index) => [head.id as string, index]));

  await page.route(/\/v1\/tickets(\?|\/)/, async (route) => {
    const url = new URL(route.request().url());
    const [, ticketId, rest = ""] = /\/v1\/tickets\/([^/]+)(\/.*)?$/.exec(url.pathname) ?? [];
    if (ticketId === undefined) return answerList(route, url, heads);
    const head = heads[places.get(ticketId) ?? -1];
    if (head === undefined) return route.fallback();
    if (rest === "/timeline") return answerTimeline(route, url, head, pattern.message);
    return json(route, rest === "" ? { ...head, waiting: null } : head);
  });

  let socket: WebSocketRoute | undefined;
  await page.routeWebSocket(/./, (ws) => {
    socket = ws;
    ws.connectToServer();
  });

  /** The next event: one in five is of the long conversation. */
  const happen = (turn: number): ServerMessage => {
    const index = turn % 5 === 0 ? 0 : 1 + ((turn * 37) % (tickets - 1));
    const before = heads[index] ?? long;
    const at = systemClock.now();
    const version = before.version + 1;
    const head = { ...before, version, unread: before.unread + 1, lastMessageAt: at, lastInboundAt: at };
    heads[index] = head;
    return {
      type: "entry",
      ticketId: head.id,
      number: version,
      entry: entryOf(pattern.message, head.id, version),
      head,
    };
  };

  return {
    long,
    begin(): () => void {
      let turn = 0;
      const timer = setInterval(() => socket?.send(JSON.stringify(happen(turn++))), 1_000 / eventsPerSecond);
      return () => clearInterval(timer);
    },
  };
}

const json = async (route: Route, body: object): Promise<void> =>
  route.fulfill({ status: 200, contentType: "application/json", body: JSON.stringify(body) });

async function answerList(route: Route, url: URL, heads: readonly Ticket[]): Promise<void> {
  if (url.searchParams.get("list") !== "open") return json(route, { items: [], cursor: null });
  const from = Number(url.searchParams.get("cursor") ?? "0");
  const end = from + Number(url.searchParams.get("limit") ?? "100");
  return json(route, { items: heads.slice(from, end), cursor: end < heads.length ? String(end) : null });
}

async function answerTimeline(route: Route, url: URL, head: Ticket, message: Entry): Promise<void> {
  const limit = Number(url.searchParams.get("limit") ?? "50");
  const after = url.searchParams.get("after");
  const end =
    after === null ? Number(url.searchParams.get("before") ?? head.version + 1) - 1 : Number(after) + limit;
  const last = Math.min(end, head.version);
  const first = Math.max(1, last - limit + 1, after === null ? 1 : Number(after) + 1);
  const items = Array.from({ length: last - first + 1 }, (_, index) =>
    entryOf(message, head.id, first + index),
  );
  return json(route, { items, more: after === null ? first > 1 : last < head.version });
}

const headOf = (head: Ticket, index: number, entries: number): Ticket => ({
  ...head,
  id: `${head.id.slice(0, -4)}${String(index).padStart(4, "0")}` as TicketId,
  contactName: `Cliente ${index + 1}`,
  version: index === 0 ? entries : 12,
});

const entryOf = (message: Entry, ticketId: TicketId, number: number): Entry => {
  const copy = { ...message, ticketId, number };
  if (!("content" in copy) || copy.content.type !== "text") return copy;
  return {
    ...copy,
    content: { ...copy.content, text: `#${number}: ${words[number % words.length]}` },
  };
};
