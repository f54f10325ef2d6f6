import type { Agent } from "../../shared/contracts/organisation.ts";
import type { Hands } from "./handling.ts";
import type { Invocation } from "../world/triggers.ts";
import type { RestCall } from "../world/events.ts";
import { Ticket } from "../../shared/contracts/tickets.ts";
import { Violation } from "../world/violation.ts";

/** People hand tickets back to the bot, and drop potentials. */
export function receptionActs(
  hands: Hands,
): readonly (readonly [number, (person: Agent) => Invocation | undefined])[] {
  const { chance, organisation, ask, someTicket, expecting } = hands;
  const act = (
    person: Agent,
    action: string,
    wanted: (ticket: Ticket) => boolean,
  ): Invocation | undefined => {
    const ticket = someTicket(person, (it) => wanted(it) || chance.is(0.05));
    if (ticket === undefined) return undefined;
    const params = { ticketId: ticket.id };
    const call = { method: "POST", resource: `/tickets/{ticketId}/${action}`, params };
    return ask(person, "api-tickets", { ...call, body: expecting(ticket) });
  };
  const anybody = (person: Agent): Agent => (chance.is(0.5) ? chance.pick(organisation.people) : person);
  const managers = organisation.people.filter(({ role }) => role === "supervisor" || role === "admin");
  const bots = organisation.channels.filter(({ reception }) => ["menu", "external"].includes(reception.kind));
  const hasBot = ({ channelId }: Ticket): boolean => bots.some(({ id }) => id === channelId);
  return [
    [2, (person) => act(person, "bot", (it) => it.phase === "open" && (hasBot(it) || chance.is(0.1)))],
    [
      2,
      () =>
        act(
          chance.pick(managers),
          "bot",
          (it) => hasBot(it) && ["waiting", "open", "snoozed"].includes(it.phase),
        ),
    ],
    [1, (person) => act(anybody(person), "drop", ({ phase }) => phase === "bot")],
  ];
}

/** What an answer with success must show of what was asked. */
export function checkReceived({ resource }: RestCall, person: Agent, answer: unknown): void {
  const action = resource.split("/").at(-1);
  if (action === "bot") {
    const ticket = Ticket.parse(answer);
    if (ticket.phase !== "bot")
      throw new Violation("reception", `${ticket.id} was handed back and is ${ticket.phase}`);
  }
  if (action !== "drop") return;
  const ticket = Ticket.parse(answer);
  if (ticket.phase !== "closed" || ticket.reason !== "dropped")
    throw new Violation("reception", `${ticket.id} was dropped and is ${ticket.phase}`);
  if (person.role === "viewer" || (person.role === "agent" && !person.permissions.dropPotentials))
    throw new Violation("k", `${person.id} dropped ${ticket.id} and may not`);
}
