import type { Agent } from "../../shared/contracts/organisation.ts";
import type { Chance } from "../world/chance.ts";
import type { FunctionName } from "../../shared/contracts/functions.ts";
import type { Invocation } from "../world/triggers.ts";
import type { Organisation } from "./organisation.ts";
import type { RestCall } from "../world/events.ts";
import { type Shadow, Violation } from "../world/shadow.ts";
import { Ticket } from "../../shared/contracts/tickets.ts";

/** What acts on tickets need of who acts. */
export interface Hands {
  readonly shadow: Shadow;
  readonly organisation: Organisation;
  readonly chance: Chance;
  ask(person: Agent, name: FunctionName, call: RestCall): Invocation;
  someTicket(person: Agent, wanted: (ticket: Ticket) => boolean): Ticket | undefined;
  /** Now and then the version on which something was decided, which may be stale. */
  expecting(ticket: Ticket): object;
}

type Act = (person: Agent) => Invocation | undefined;

const isTheirs = ({ role, sectorIds }: Agent, sectorId: string | null): boolean =>
  role === "admin" || sectorIds.some((id) => id === sectorId);

/** What people do with tickets besides answering, taking and closing them, with how often they do it. */
export function handlingActs(hands: Hands): readonly (readonly [number, Act])[] {
  const { chance, organisation, shadow, ask, someTicket, expecting } = hands;
  let count = 0;

  const target = (person: Agent, force: boolean): object => {
    // Who forces does it because somebody is full.
    const full = [...shadow.seats.values()].filter(
      (seat) => seat.load >= seat.limit && seat.queueIds.length > 0 && isTheirs(person, seat.sectorId),
    );
    if (force && full.length > 0 && chance.is(0.8)) {
      const { agentId, queueIds } = chance.pick(full);
      return { kind: "agent", agentId, queueId: chance.pick(queueIds) };
    }
    const kind = chance.pick(["agent", "agent", "queue", "sector"]);
    if (kind === "sector") return { kind, sectorId: chance.pick(organisation.sectors).id };
    const queueId = chance.pick(organisation.queues).id;
    if (kind === "queue") return { kind, queueId };
    const { id: agentId, queueIds } = chance.pick(organisation.people);
    const served = queueIds.length > 0 && chance.is(0.7) ? chance.pick(queueIds) : queueId;
    return { kind, agentId, queueId: served };
  };
  const sending = (person: Agent): object => {
    const force = chance.is(person.role === "agent" ? 0.05 : 0.5);
    const note = chance.is(0.3) ? { note: `note ${(count += 1)}` } : {};
    return { to: target(person, force), force, confirmed: chance.is(force ? 0.8 : 0.5), ...note };
  };
  /** Who sends tickets on and forces them is rather often somebody who manages. */
  const managers = organisation.people.filter(({ role }) => role === "supervisor" || role === "admin");
  const orManager = (person: Agent): Agent => (chance.is(0.4) ? chance.pick(managers) : person);
  const onTicket = (
    person: Agent,
    wanted: (ticket: Ticket) => boolean,
    [name, action]: readonly ["api-tickets" | "api-messaging", string],
    body: (ticket: Ticket) => object,
    method = "POST",
  ): Invocation | undefined => {
    const ticket = someTicket(person, (it) => wanted(it) || chance.is(0.1));
    if (ticket === undefined) return undefined;
    const params = { ticketId: ticket.id };
    const call = { method, resource: `/tickets/{ticketId}/${action}`, params };
    return ask(person, name, { ...call, body: { ...body(ticket), ...expecting(ticket) } });
  };
  const isLive = ({ phase }: Ticket): boolean => phase === "open" || phase === "waiting";
  const isOpen = ({ phase }: Ticket): boolean => phase === "open";
  const tagsFor = (ticket: Ticket): object => ({
    tagIds: organisation.tags
      .filter((tag) => chance.is(ticket.phase !== "bot" && tag.sectorId === ticket.sectorId ? 0.7 : 0.05))
      .map((tag) => tag.id),
  });

  return [
    [
      5,
      (agent) => {
        const person = orManager(agent);
        const wanted = (it: Ticket): boolean =>
          isLive(it) && (person.role === "agent" || (it.phase !== "bot" && isTheirs(person, it.sectorId)));
        return onTicket(person, wanted, ["api-tickets", "transfer"], () => sending(person));
      },
    ],
    [
      1.5,
      () => {
        const person = chance.pick(managers);
        const wanted = (it: Ticket): boolean =>
          isLive(it) && it.phase !== "bot" && isTheirs(person, it.sectorId);
        const forced = { to: target(person, true), force: true, confirmed: true };
        return onTicket(person, wanted, ["api-tickets", "transfer"], () => forced);
      },
    ],
    [
      4,
      () => {
        const servers = organisation.people.filter(
          ({ role, queueIds }) => (role === "supervisor" || role === "admin") && queueIds.length > 0,
        );
        if (servers.length === 0) return undefined;
        const person = chance.pick(servers);
        const theirs = (it: Ticket): boolean =>
          it.phase === "waiting" && person.queueIds.includes(it.queueId);
        const waiting = [...shadow.tickets.values()].flatMap(({ head }) =>
          head !== undefined && theirs(head) ? [head] : [],
        );
        if (waiting.length === 0) return undefined;
        const params = { ticketId: chance.pick(waiting).id };
        const call = { method: "POST", resource: "/tickets/{ticketId}/take", params };
        return ask(person, "api-tickets", { ...call, body: { force: true } });
      },
    ],
    [2, (person) => onTicket(person, isOpen, ["api-tickets", "tags"], tagsFor, "PUT")],
    [
      1,
      (person) =>
        onTicket(person, isLive, ["api-messaging", "notes"], () => ({ text: `note ${(count += 1)}` })),
    ],
    [1, (person) => onTicket(person, isOpen, ["api-messaging", chance.pick(["read", "unread"])], () => ({}))],
    [
      1,
      (agent) => {
        const person = orManager(agent);
        const chosen = Array.from({ length: chance.between(1, 5) }, () => someTicket(person, isLive));
        const ids = [...new Set(chosen.flatMap((ticket) => ticket?.id ?? []))];
        if (ids.length === 0) return undefined;
        const tickets = ids.map((ticketId) => ({ ticketId }));
        const body = chance.is(0.5)
          ? { action: "transfer", tickets, ...sending(person) }
          : { action: "close", tickets, tagIds: organisation.tags.slice(0, 1).map((tag) => tag.id) };
        return ask(person, "api-tickets", { method: "POST", resource: "/tickets/bulk", body });
      },
    ],
  ];
}

/** What an answer with success must show of what was asked. */
export function checkHandled({ resource, body: asked }: RestCall, answer: unknown): void {
  const action = resource.split("/").at(-1);
  if (action === "bulk") {
    const { results } = answer as { results: readonly { ticketId: string; code: string | null }[] };
    const broken = results.find(({ code }) => code === "INTERNAL");
    if (broken !== undefined) throw new Violation("mistake", `bulk failed by itself on ${broken.ticketId}`);
    const { tickets } = asked as { tickets: readonly object[] };
    if (results.length !== tickets.length)
      throw new Violation("bulk", `${tickets.length} tickets had ${results.length} results`);
  }
  if (action === "transfer") assertThere(Ticket.parse(answer), (asked as { to: Target }).to);
  if (action === "tags") {
    const ticket = Ticket.parse(answer);
    const { tagIds } = asked as { tagIds: readonly string[] };
    const has = ticket.phase === "open" ? ticket.tagIds : [];
    if ([...has].toSorted().join() !== [...tagIds].toSorted().join())
      throw new Violation("tags", `${ticket.id} was tagged with ${tagIds.join()} and has ${has.join()}`);
  }
}

type Target = { readonly kind: string } & Partial<Record<"agentId" | "queueId" | "sectorId", string>>;

/** A ticket that was sent somewhere is there. */
function assertThere(ticket: Ticket, to: Target): void {
  const is =
    to.kind === "agent"
      ? ticket.phase === "open" && ticket.agentId === to.agentId && ticket.queueId === to.queueId
      : ticket.phase === "waiting" &&
        (to.kind === "queue" ? ticket.queueId === to.queueId : ticket.sectorId === to.sectorId);
  if (!is) throw new Violation("transfer", `${ticket.id} was sent to ${JSON.stringify(to)} and is elsewhere`);
}
