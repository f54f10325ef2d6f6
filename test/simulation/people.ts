import type { Chance } from "../world/chance.ts";
import type { Agent } from "../../shared/contracts/organisation.ts";
import {
  type Invocation,
  type RestAnswer,
  fromClient,
  fromSocketEnding,
  fromSocketOpening,
} from "../world/triggers.ts";
import type { Organisation } from "./organisation.ts";
import type { RestCall } from "../world/events.ts";
import type { FunctionName } from "../../shared/contracts/functions.ts";
import type { Shadow } from "../world/shadow.ts";
import type { Tally } from "./tally.ts";
import { Ticket } from "../../shared/contracts/tickets.ts";
import { TicketView } from "../../shared/contracts/waiting.ts";
import { Violation } from "../world/shadow.ts";
import type { World } from "../world/world.ts";
import { checkHandled, handlingActs } from "./handling.ts";
import { checkContacts, contactActs } from "./contacts.ts";
import { checkOpened, openingActs } from "./openings.ts";
import { checkReceived, receptionActs } from "./receiving.ts";
import { checkSnoozed, snoozingActs } from "./snoozing.ts";
import { checkSight } from "./grants.ts";
import { botActs } from "./bots.ts";
import { oneOf } from "../world/people.ts";

const statuses = ["online", "paused", "offline"];

/** The people at the desk and their browsers: they act by chance on what they may have seen, and repeat what got lost. */
export interface Desk {
  /** Something a person does now, or undefined when the person has nothing to do. */
  act(): Invocation | undefined;
  /** A request whose answer was lost or that met contention, sent again. */
  again(): Invocation | undefined;
  readonly owed: () => number;
  /** A request of a person, repeated like any other when its answer is lost. */
  ask(person: Agent, name: FunctionName, call: RestCall): Invocation;
}

/** Who asks, and what an answer with success must show to who knew what was so after so many commits. */
interface Asker {
  readonly identity: Pick<RestCall, "agentId" | "apiKeyId">;
  check(call: RestCall, body: unknown, begunAfter: number): void;
}

interface Request {
  readonly name: FunctionName;
  readonly call: RestCall;
  readonly asker: Asker;
  tries: number;
}

export function createDesk(
  world: World,
  shadow: Shadow,
  organisation: Organisation,
  chance: Chance,
  tally: Tally,
): Desk {
  const owed: Request[] = [];
  /** What is asked while another request of the same person is under way. */
  const soon: Request[] = [];
  const said: { readonly ticketId: string; readonly clientMessageId: string; readonly text: string }[] = [];
  let count = 0;

  const heard = (request: Request, answer: RestAnswer, begunAfter: number): void => {
    tally.count(`answers: ${request.call.method} ${request.call.resource} ${answer?.status ?? "lost"}`);
    if (answer === undefined || answer.status === 503 || answer.status === 500) {
      if (request.tries < 6 && chance.is(0.85)) owed.push(request);
      return;
    }
    if (answer.status < 300) request.asker.check(request.call, answer.body, begunAfter);
  };
  const checkAnswer = (person: Agent, call: RestCall, body: unknown, begunAfter: number): void => {
    const known = shadow.people.agents.since(person.id, begunAfter);
    const sees = (ticket: Ticket): void => oneOf(known, (it) => checkSight(it ?? person, ticket));
    if (call.resource === "/v1/tickets" && call.method === "GET") {
      for (const ticket of (body as { items: unknown[] }).items) sees(Ticket.parse(ticket));
    }
    if (call.resource === "/v1/tickets/{ticketId}") sees(TicketView.parse(body));
    checkContacts(shadow, sees, call, body);
    checkHandled(call, body);
    checkSnoozed(call, body);
    checkReceived(call, person, body);
    checkOpened(call, body);
    if (!call.resource.endsWith("/close")) return;
    const closed = Ticket.parse(body);
    sees(closed);
    if (closed.phase !== "closed") throw new Violation("k", `${closed.id} was closed and is ${closed.phase}`);
    const holds = closed.agentId === person.id;
    const manages =
      person.role === "admin" ||
      (person.role === "supervisor" &&
        closed.sectorId !== null &&
        person.sectorIds.includes(closed.sectorId));
    if (!holds && !manages) throw new Violation("k", `${person.id} closed ${closed.id} of somebody else`);
  };
  const send = (request: Request): Invocation => {
    request.tries += 1;
    // Some clicks are two, and the second does not wait for the first.
    if (request.tries === 1 && chance.is(0.08)) owed.push({ ...request });
    const call = { ...request.call, ...request.asker.identity };
    const begunAfter = shadow.contacts.commits();
    return fromClient(request.name, call, (answer) => heard(request, answer, begunAfter), request.tries);
  };
  const requestOf = (asker: Asker, name: FunctionName, call: RestCall): Request => ({
    ...{ name, call: { ...call, resource: `/v1${call.resource}` }, asker, tries: 0 },
  });
  const asking = (person: Agent): Asker => ({
    identity: { agentId: person.id },
    check: (call, body, begunAfter) => checkAnswer(person, call, body, begunAfter),
  });
  const ask = (person: Agent, name: FunctionName, call: RestCall): Invocation =>
    send(requestOf(asking(person), name, call));
  const askAs = (apiKeyId: string, name: FunctionName, call: RestCall): Invocation =>
    send(requestOf({ identity: { apiKeyId }, check: checkOpened }, name, call));

  const someTicket = (person: Agent, wanted: (ticket: Ticket) => boolean): Ticket | undefined => {
    const all = [...shadow.tickets.values()].flatMap(({ head }) => (head && wanted(head) ? [head] : []));
    const own = all.filter((head) => head.phase === "open" && head.agentId === person.id);
    const from = own.length > 0 && chance.is(0.9) ? own : all;
    return from.length === 0 ? undefined : chance.pick(from);
  };
  const expecting = (ticket: Ticket): object =>
    chance.is(0.15) ? { expectedVersion: Math.max(1, ticket.version - chance.below(2)) } : {};

  const acts: readonly (readonly [number, (person: Agent) => Invocation | undefined])[] = [
    [
      3,
      (person) => {
        const status = chance.is(0.65) ? "online" : chance.pick(statuses.slice(1));
        const params = { channelId: chance.pick(organisation.channels).id };
        const call = { method: "PUT", resource: "/me/presence/{channelId}", params };
        // Some people have the desk open twice, and it says one thing here and another there.
        if (chance.is(0.3)) {
          const body = { status: chance.pick(statuses.filter((it) => it !== status)) };
          soon.push(requestOf(asking(person), "api-access", { ...call, body }));
        }
        return ask(person, "api-access", { ...call, body: { status } });
      },
    ],
    [
      3,
      (person) => {
        const ticket = someTicket(person, (it) => it.phase === "waiting" || chance.is(0.1));
        if (ticket === undefined) return undefined;
        const params = { ticketId: ticket.id };
        const body = { force: chance.is(person.role === "agent" ? 0.03 : 0.5), ...expecting(ticket) };
        return ask(person, "api-tickets", {
          method: "POST",
          resource: "/tickets/{ticketId}/take",
          params,
          body,
        });
      },
    ],
    [9, (person) => reply(person)],
    ...handlingActs({ shadow, organisation, chance, ask, someTicket, expecting }),
    ...contactActs({ shadow, organisation, chance, ask }),
    ...openingActs({ shadow, organisation, chance, ask }),
    ...botActs({ shadow, organisation, chance: chance.fork("bots"), askAs }),
    ...receptionActs({ shadow, organisation, chance, ask, someTicket, expecting }),
    ...snoozingActs({ shadow, organisation, chance, ask, someTicket, expecting, clock: world.clock }),
    [
      4,
      (person) => {
        const ticket = someTicket(person, (it) => it.phase === "open" || chance.is(0.15));
        if (ticket === undefined) return undefined;
        const tagIds = chance.is(0.8)
          ? organisation.tags
              .filter(
                (tag) => (ticket.phase !== "bot" && tag.sectorId === ticket.sectorId) || chance.is(0.05),
              )
              .map((tag) => tag.id)
          : [];
        const params = { ticketId: ticket.id };
        const body = { tagIds, ...expecting(ticket) };
        return ask(person, "api-tickets", {
          method: "POST",
          resource: "/tickets/{ticketId}/close",
          params,
          body,
        });
      },
    ],
    [
      1,
      (person) => {
        const ticket = someTicket(person, () => true);
        if (ticket !== undefined && chance.is(0.5)) {
          const params = { ticketId: ticket.id };
          return ask(person, "api-tickets", { method: "GET", resource: "/tickets/{ticketId}", params });
        }
        const query = { list: chance.pick(["open", "waiting", "bot", "closed"]), limit: "10" };
        return ask(person, "api-tickets", { method: "GET", resource: "/tickets", query });
      },
    ],
    [
      0.7,
      () => {
        const person = chance.pick(organisation.people.slice(-3));
        const action = chance.pick(["pause", "pause", "resume"]);
        const params = { agentId: chance.pick(organisation.people).id };
        const call = { method: "PUT", resource: "/agents/{agentId}/presence", params, body: { action } };
        return ask(person, "api-people", call);
      },
    ],
    [1.5, (person) => openSocket(person)],
    [
      1.5,
      () => {
        const open = [...world.openSockets];
        if (open.length === 0) return undefined;
        const connectionId = chance.pick(open);
        // Sometimes nobody is told that a socket ended.
        if (chance.is(0.7)) return fromSocketEnding(world, connectionId);
        world.openSockets.delete(connectionId);
        return undefined;
      },
    ],
  ];

  const reply = (person: Agent): Invocation | undefined => {
    const before = said.length > 0 && chance.is(0.2) ? chance.pick(said) : undefined;
    const ticketId =
      before?.ticketId ?? someTicket(person, (it) => it.phase === "open" || chance.is(0.05))?.id;
    if (ticketId === undefined) return undefined;
    count += 1;
    const fresh = { ticketId, clientMessageId: `client-${count}`, text: `answer ${count}` };
    const message = before ?? fresh;
    if (before === undefined) said.push(fresh);
    const text = before !== undefined && chance.is(0.1) ? "something else" : message.text;
    const call: RestCall = {
      method: "POST",
      resource: "/tickets/{ticketId}/messages",
      params: { ticketId },
      body: { clientMessageId: message.clientMessageId, content: { type: "text", text } },
    };
    return ask(person, "api-messaging", call);
  };

  const openSocket = (person: Agent): Invocation => {
    const call = { method: "POST", resource: "/v1/socket", agentId: person.id };
    return fromClient("api-access", call, (answer) => {
      const ticket = (answer?.body as { ticket?: string } | undefined)?.ticket;
      if (answer?.status === 201 && ticket !== undefined) tickets.push(ticket);
    });
  };
  const tickets: string[] = [];

  /** Mostly somebody who holds a ticket, else one of the agents, now and then anybody. */
  const somebody = (): Agent => {
    if (chance.is(0.1)) return chance.pick(organisation.people);
    const busy = organisation.people.filter((it) =>
      [...shadow.seats.values()].some((seat) => seat.agentId === it.id && seat.load > 0),
    );
    return busy.length > 0 && chance.is(0.75)
      ? chance.pick(busy)
      : chance.pick(organisation.people.slice(0, -3));
  };

  return {
    act: () => {
      const next = soon.shift();
      if (next !== undefined) return send(next);
      const ticket = tickets.pop();
      if (ticket !== undefined) {
        count += 1;
        return fromSocketOpening(world, `socket-${count}`, ticket, () => {});
      }
      const person = somebody();
      let at = chance.unit() * acts.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, act] of acts) {
        if (at < weight) return act(person);
        at -= weight;
      }
      return undefined;
    },
    again: () => {
      const request = soon.shift() ?? owed.shift();
      return request && send(request);
    },
    owed: () => owed.length,
    ask,
  };
}
