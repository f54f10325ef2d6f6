import type { Agent } from "../../shared/contracts/organisation.ts";
import type { Hands } from "./handling.ts";
import type { Invocation } from "../world/triggers.ts";
import { Opened } from "../../shared/contracts/routes/opening.ts";
import type { RestCall } from "../world/events.ts";
import { Violation } from "../world/shadow.ts";

type Act = (person: Agent) => Invocation | undefined;

/** Where it is told how tickets ended that were handed over. */
const callback = { url: "https://receiver.example/ended", secret: `whsec_${"A".repeat(43)}=` };

/**
 * Tickets that come to be without a contact having written, at any moment and rather often twice: hand-overs of people who never
 * wrote, are with a bot, wait or are attended, and conversations that people begin.
 */
export function openingActs(
  hands: Pick<Hands, "shadow" | "organisation" | "chance" | "ask">,
): readonly (readonly [number, Act])[] {
  const { shadow, organisation, chance, ask } = hands;
  let count = 0;

  const contact = (): object => {
    const known = [...shadow.tickets.values()].flatMap(({ head }) => (head === undefined ? [] : [head]));
    if (known.length > 0 && chance.is(0.5)) {
      const { contactId, address } = chance.pick(known);
      return chance.is(0.5)
        ? { kind: "known", contactId }
        : { kind: "address", address, name: "Somebody known" };
    }
    // The customers' own phones, of whom some have not written yet, in both spellings.
    const index = chance.below(6);
    const phone = chance.is(0.7) ? `55119900000${index}0` : `5511900000${index}0`.slice(0, 12);
    return { kind: "address", address: { phone }, name: `Customer ${index}` };
  };
  const base = (): object => ({ channelId: chance.pick(organisation.channels).id, contact: contact() });
  const open = (person: Agent, body: object): Invocation =>
    ask(person, "api-tickets", { method: "POST", resource: "/tickets", body: { ...base(), ...body } });

  return [
    [
      1.5,
      (person) => {
        const to = chance.is(0.5)
          ? { queueId: chance.pick(organisation.queues).id }
          : { sectorId: chance.pick(organisation.sectors).id };
        const asked = chance.is(0.5) ? { callback } : {};
        const administrator = organisation.people.find(({ role }) => role === "admin");
        const who = chance.is(0.7) ? (administrator ?? person) : person;
        return open(who, { kind: "flow", to, priority: chance.below(3), ...asked });
      },
    ],
    [
      1,
      (person) => {
        const queueId = chance.pick(
          person.queueIds.length > 0 ? person.queueIds : organisation.queues.map(({ id }) => id),
        );
        const clientMessageId = `outreach-${(count += 1)}`;
        const template = { type: "template", name: "hello", language: "pt_BR", parameters: [] };
        return open(person, { kind: "outreach", queueId, clientMessageId, template });
      },
    ],
  ];
}

/** What an answer with success must show: a ticket of who was asked for, which is not with a bot and not over. */
export function checkOpened({ resource, method, body: asked }: RestCall, answer: unknown): void {
  if (resource !== "/v1/tickets" || method !== "POST") return;
  const { ticket, created } = Opened.parse(answer);
  const { kind, channelId } = asked as { readonly kind: "flow" | "outreach"; readonly channelId: string };
  if (ticket.channelId !== channelId) throw new Violation("openings", `${ticket.id} is on another channel`);
  const wanted = kind === "flow" ? "waiting" : "open";
  if (created && ticket.phase !== wanted)
    throw new Violation("openings", `${ticket.id} was opened by ${kind} and is ${ticket.phase}`);
  if (kind === "flow" && (ticket.phase === "bot" || ticket.phase === "closed"))
    throw new Violation("openings", `${ticket.id} was handed over and is ${ticket.phase}`);
}
