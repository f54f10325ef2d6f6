import type { Queue, Reception, Sector } from "../../shared/contracts/organisation.ts";
import type { Agent } from "../../shared/contracts/organisation.ts";
import type { Chance } from "../world/chance.ts";
import type { Hands } from "./handling.ts";
import type { Invocation } from "../world/triggers.ts";
import type { RestCall } from "../world/events.ts";
import { Reception as ReceptionSchema } from "../../shared/contracts/organisation.ts";
import { Ticket } from "../../shared/contracts/tickets.ts";
import { Violation } from "../world/violation.ts";
import { beginning } from "../world/clock.ts";
import { unclearText } from "../world/reception.ts";

/** The reception of a number on days on which it is none of the usual: a menu of some queues, or a bot of the business's own. */
export function unusualReception(chance: Chance, queues: readonly Queue[]): Reception | undefined {
  if (!chance.is(0.4)) return undefined;
  if (chance.is(0.15)) return { kind: "external" };
  const tries = chance.between(1, 3);
  const some = queues.filter(() => chance.is(0.8));
  return ReceptionSchema.parse({
    ...{ kind: "menu", greeting: "Welcome. Which queue?", unclear: unclearText(tries), tries },
    queueIds: (some.length > 0 ? some : queues).map(({ id }) => id),
    fallback: chance.is(0.5) ? chance.pick(queues).id : null,
  });
}

/** The hours of a sector: mostly always, on some days not yet, until soon, or never. */
export function hoursOf(chance: Chance): Pick<Sector, "hours" | "outOfHours"> {
  const outOfHours = { kind: chance.pick(["refuse", "queue"] as const), text: "Later." };
  if (!chance.is(0.2)) return { hours: null, outOfHours };
  const clock = (minutes: number): string =>
    new Date(beginning + minutes * 60_000).toISOString().slice(11, 16);
  const interval = chance.pick([
    [],
    [{ from: clock(chance.between(1, 10)), to: clock(600) }],
    [{ from: clock(-600), to: clock(chance.between(1, 10)) }],
  ]);
  return { hours: { timeZone: "UTC", weekly: { monday: interval }, special: [] }, outOfHours };
}

/** What a customer says to a menu: a number, a name, something tapped; and often none of these. */
export function answerTo(
  chance: Chance,
  queues: readonly Queue[],
): { readonly text: string; readonly tapped?: string } | undefined {
  if (!chance.is(0.4)) return undefined;
  const queue = chance.pick(queues);
  return chance.pick([
    { text: chance.between(1, 4).toString() },
    { text: queue.name },
    { text: queue.name.toLowerCase() },
    { text: "choice", tapped: queue.id },
    { text: "choice", tapped: queue.id },
  ]);
}

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
    if (ticket.phase !== "bot" || ticket.bot.kind === "queue")
      throw new Violation("reception", `${ticket.id} was handed back and is ${ticket.phase}`);
  }
  if (action !== "drop") return;
  const ticket = Ticket.parse(answer);
  if (ticket.phase !== "closed" || ticket.reason !== "dropped" || ticket.sectorId !== null)
    throw new Violation("reception", `${ticket.id} was dropped and is ${ticket.phase}`);
  if (person.role === "viewer" || (person.role === "agent" && !person.permissions.dropPotentials))
    throw new Violation("k", `${person.id} dropped ${ticket.id} and may not`);
}
