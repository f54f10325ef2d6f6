import type { Agent } from "../../shared/contracts/organisation.ts";
import type { Chance } from "../world/chance.ts";
import type { FunctionName } from "../../shared/contracts/functions.ts";
import type { Hands } from "./handling.ts";
import type { Invocation } from "../world/triggers.ts";
import type { RestCall } from "../world/events.ts";
import type { Ticket } from "../../shared/contracts/tickets.ts";

type Act = (person: Agent) => Invocation | undefined;

interface BotHands extends Pick<Hands, "shadow" | "organisation" | "chance"> {
  askAs(apiKeyId: string, name: FunctionName, call: RestCall): Invocation;
}

/** A template, and questions that WhatsApp shows as buttons, as a list, and as numbered text. */
const contents = (chance: Chance, count: number): object => {
  const options = (most: number, title: string): readonly object[] =>
    Array.from({ length: most }, (_, index) => ({
      ...{ id: `option-${index}`, title: `${title} ${index}`, description: null },
    }));
  const asked = { type: "choices", text: `bot ${count}`, label: "Options" };
  return chance.pick([
    { type: "text", text: `bot ${count}` },
    { type: "text", text: `bot ${count}` },
    { ...asked, options: options(chance.pick([2, 5]), "Option") },
    { ...asked, options: options(2, "An option that is too long for a list") },
    { type: "template", name: "hello", language: "pt_BR", parameters: [] },
  ]);
};

/** A bot of the business's own, and other programs: they speak where they have the word, and often where not; hand over, and read. */
export function botActs({
  shadow,
  organisation,
  chance,
  askAs,
}: BotHands): readonly (readonly [number, Act])[] {
  const { apiKeyIds } = organisation;
  const said: { readonly ticketId: string; readonly body: object }[] = [];
  let count = 0;

  const hasTheWord = (it: Ticket): boolean => it.phase === "bot" && it.bot.kind === "external";
  const someone = (): Ticket | undefined => {
    const all = [...shadow.tickets.values()].flatMap(({ head }) => (head === undefined ? [] : [head]));
    const own = all.filter(hasTheWord);
    if (own.length > 0 && chance.is(0.9)) return chance.pick(own);
    return all.length === 0 || chance.is(0.7) ? undefined : chance.pick(all);
  };
  /** Mostly the bot's own. */
  const key = (): string => (chance.is(0.8) ? (apiKeyIds[0] ?? "") : chance.pick(apiKeyIds));
  const speak = (): Invocation | undefined => {
    const again = said.length > 0 && chance.is(0.2) ? chance.pick(said) : undefined;
    const ticketId = again?.ticketId ?? someone()?.id;
    if (ticketId === undefined) return undefined;
    count += 1;
    const body = again?.body ?? {
      ...{ clientMessageId: `bot-said-${count}`, content: contents(chance, count) },
    };
    if (again === undefined) said.push({ ticketId, body });
    const call = { method: "POST", resource: "/tickets/{ticketId}/messages", params: { ticketId }, body };
    return askAs(key(), "api-messaging", call);
  };
  const handOver = (): Invocation | undefined => {
    const ticket = someone();
    if (ticket === undefined) return undefined;
    const to = chance.is(0.6)
      ? { queueId: chance.pick(organisation.queues).id }
      : { sectorId: chance.pick(organisation.sectors).id };
    const knows = chance.is(0.5) ? { fields: { plan: "gold", reason: `call ${(count += 1)}` } } : {};
    const contact = { kind: "known", contactId: ticket.contactId };
    const body = { kind: "flow", channelId: ticket.channelId, contact, to, ...knows };
    const headers = chance.is(0.5) ? { "idempotency-key": `hand-over-${(count += 1)}` } : {};
    return askAs(key(), "api-tickets", { method: "POST", resource: "/tickets", body, headers });
  };
  const read = (): Invocation | undefined => {
    const ticket = someone();
    if (ticket === undefined) return undefined;
    const resource = chance.pick(["/tickets/{ticketId}", "/tickets/{ticketId}/timeline"]);
    const query = resource.endsWith("timeline") ? { query: { after: "0" } } : {};
    const call = { method: "GET", resource, params: { ticketId: ticket.id }, ...query };
    return askAs(key(), "api-tickets", call);
  };
  return [
    [3, speak],
    [1.5, handOver],
    [0.5, read],
  ];
}
