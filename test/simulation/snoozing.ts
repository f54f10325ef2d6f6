import type { Agent } from "../../shared/contracts/organisation.ts";
import type { Clock } from "../../shared/ports/ports.ts";
import type { Hands } from "./handling.ts";
import type { Invocation } from "../world/triggers.ts";
import type { Punctuality } from "../world/schedules.ts";
import type { Chance } from "../world/chance.ts";
import type { RestCall } from "../world/events.ts";
import { Ticket } from "../../shared/contracts/tickets.ts";
import { Violation } from "../world/violation.ts";
import { addSeconds } from "../../shared/domain/time.ts";

const template = { type: "template", name: "back_again", language: "pt_BR", parameters: ["a pedido"] };

/** People put tickets away for seconds to days, put them away again, and take them up before their time. */
export function snoozingActs(
  hands: Hands & { readonly clock: Clock },
): readonly (readonly [number, (person: Agent) => Invocation | undefined])[] {
  const { chance, organisation, shadow, ask, someTicket, expecting, clock } = hands;
  /** Mostly a ticket in the hands of who has it; now and then of anybody. */
  const someone = (
    person: Agent,
    wanted: (ticket: Ticket) => boolean,
  ): readonly [Agent, Ticket | undefined] => {
    const all = [...shadow.tickets.values()].flatMap(({ head }) => (head && wanted(head) ? [head] : []));
    if (all.length === 0 || chance.is(0.15))
      return [person, someTicket(person, (it) => wanted(it) || chance.is(0.05))];
    const ticket = chance.pick(all);
    const holder = ticket.phase === "open" || ticket.phase === "snoozed" ? ticket.agentId : undefined;
    return [organisation.people.find(({ id }) => id === holder) ?? person, ticket];
  };
  const act =
    (action: string, wanted: (ticket: Ticket) => boolean, body: () => object) =>
    (anybody: Agent): Invocation | undefined => {
      const [person, ticket] = someone(anybody, wanted);
      if (ticket === undefined) return undefined;
      const params = { ticketId: ticket.id };
      const call = { method: "POST", resource: `/tickets/{ticketId}/${action}`, params };
      return ask(person, "api-tickets", { ...call, body: { ...body(), ...expecting(ticket) } });
    };
  const away = ({ phase }: Ticket): boolean => phase === "snoozed";
  const snoozing = (): object => ({
    until: addSeconds(clock.now(), chance.pick([2, 20, 20, 90, 90, 600, 7_200, 100_000])),
    confirmed: chance.is(0.8),
    ...(chance.is(0.2) ? { template } : {}),
  });
  return [
    [5, act("snooze", ({ phase }) => phase === "open", snoozing)],
    [1.5, act("snooze", away, snoozing)],
    [1.5, act("wake", away, () => ({}))],
    [0.5, act("close", away, () => ({ tagIds: organisation.tags.map(({ id }) => id).slice(0, 1) }))],
    [
      0.5,
      (person) =>
        ask(person, "api-tickets", {
          ...{ method: "GET", resource: "/tickets", query: { list: "snoozed", limit: "10" } },
        }),
    ],
  ];
}

/** What an answer with success must show of what was asked. */
export function checkSnoozed({ resource, body: asked }: RestCall, answer: unknown): void {
  const action = resource.split("/").at(-1);
  if (action === "snooze") {
    const ticket = Ticket.parse(answer);
    const { until } = asked as { until: string };
    if (ticket.phase !== "snoozed" || ticket.until !== until)
      throw new Violation("h", `${ticket.id} was put away until ${until} and is ${ticket.phase}`);
  }
  if (action === "wake") {
    const ticket = Ticket.parse(answer);
    if (ticket.phase !== "open" && ticket.phase !== "waiting")
      throw new Violation("h", `${ticket.id} was woken and is ${ticket.phase}`);
  }
}

/** The scheduler as it may be: mostly within the minute; sometimes late, twice, a little early, or never. */
export const createPunctuality = (chance: Chance, calm: () => boolean): Punctuality => {
  const ways = [[0], [0], [1_000], [45_000], [600_000], [0, 20_000], [0, 0], [-3_000], []];
  return () => (calm() ? [0] : chance.pick(ways));
};
