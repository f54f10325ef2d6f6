import type { Agent } from "../../shared/contracts/organisation.ts";
import { Contact } from "../../shared/contracts/contacts.ts";
import { Ticket } from "../../shared/contracts/tickets.ts";
import type { Hands } from "./handling.ts";
import type { Invocation } from "../world/triggers.ts";
import type { RestCall } from "../world/events.ts";
import type { Shadow } from "../world/shadow.ts";
import { Violation } from "../world/violation.ts";
import { foldedName } from "../../shared/contracts/stored/contact-shape.ts";
import { phoneMatchKey } from "../../shared/domain/phone.ts";

type Act = (person: Agent) => Invocation | undefined;

/** People look contacts up, add, rename, link and block them while they write; mostly who is blocked is heard again soon. */
export function contactActs(
  hands: Pick<Hands, "shadow" | "organisation" | "chance" | "ask">,
): readonly (readonly [number, Act])[] {
  const { shadow, organisation, chance, ask } = hands;
  let count = 0;

  const managers = organisation.people.filter(({ role }) => role === "supervisor" || role === "admin");
  const someContact = (wanted: (contact: Contact) => boolean = () => true): Contact | undefined => {
    const all = [...shadow.contacts.contacts.values()];
    const fit = all.filter(wanted);
    if (fit.length > 0 && chance.is(0.8)) return chance.pick(fit);
    return all.length === 0 ? undefined : chance.pick(all);
  };
  const onContact = (
    person: Agent,
    contact: Contact | undefined,
    call: {
      readonly method: string;
      readonly path?: string;
      readonly body?: object;
      readonly query?: Record<string, string>;
    },
  ): Invocation | undefined => {
    if (contact === undefined) return undefined;
    const { method, path = "", body, query } = call;
    const expected = method !== "GET" && chance.is(0.2) ? { expectedVersion: contact.version } : {};
    return ask(person, "api-contacts", {
      ...{ method, resource: `/contacts/{contactId}${path}`, params: { contactId: contact.id } },
      ...(body === undefined ? {} : { body: { ...body, ...expected } }),
      ...(query === undefined ? {} : { query }),
    });
  };
  const change = (): object => {
    const at = chance.unit();
    if (at < 0.4) return { name: `Renamed ${(count += 1)}` };
    if (at < 0.7) return { linkedAgentId: chance.is(0.3) ? null : chance.pick(organisation.people).id };
    return { fields: { plan: chance.pick(["gold", "silver", "bronze", null]), points: chance.below(9) } };
  };

  return [
    [
      1.2,
      (person) => {
        const blocked = chance.is(0.4);
        const contact = someContact((it) => (it.blocked === null) === blocked);
        const who = chance.is(0.7) ? chance.pick(managers) : person;
        return onContact(who, contact, { method: "PUT", path: "/block", body: { blocked } });
      },
    ],
    [
      1,
      (person) =>
        onContact(chance.is(0.6) ? chance.pick(managers) : person, someContact(), {
          ...{ method: "PATCH", body: change() },
        }),
    ],
    [
      0.3,
      (person) => {
        // The customers' own phones, of whom some have not written yet, in both spellings, and strangers'.
        const index = chance.below(9);
        const phone = chance.is(0.7) ? `55119900000${index}0` : `5511900000${index}0`.slice(0, 12);
        const body = { name: `Added ${(count += 1)}`, address: { phone } };
        return ask(person, "api-contacts", { method: "POST", resource: "/contacts", body });
      },
    ],
    [
      0.5,
      (person) => {
        const contact = someContact();
        if (contact === undefined || chance.is(0.3)) {
          const q = contact?.phone ?? chance.pick(["", "cust", "RENÁMED", "added 1"]);
          const call = { method: "GET", resource: "/contacts", query: { q, limit: "5" } };
          return ask(person, "api-contacts", call);
        }
        const path = chance.pick(["", "/tickets"]);
        return onContact(person, contact, { method: "GET", path });
      },
    ],
    [
      0.5,
      (person) => {
        const contact = someContact();
        const filters: Record<string, string>[] = [
          { agentId: person.id },
          { tagId: chance.pick(organisation.tags).id },
          ...(contact === undefined ? [] : [{ contact: contact.id }]),
          ...(contact?.phone ? [{ contact: contact.phone }] : []),
        ];
        const query = { list: "closed", limit: "5", ...chance.pick(filters) };
        return ask(person, "api-tickets", { method: "GET", resource: "/tickets", query });
      },
    ],
  ];
}

/** What an answer with success must show of what was asked. */
export function checkContacts(
  shadow: Shadow,
  sees: (ticket: Ticket) => void,
  call: RestCall,
  answer: unknown,
): void {
  const { method, resource, body: asked, query } = call;
  if (!resource.startsWith("/v1/contacts")) return;
  if (resource.endsWith("/tickets")) {
    for (const ticket of (answer as { items: unknown[] }).items) sees(Ticket.parse(ticket));
    return;
  }
  if (resource === "/v1/contacts" && method === "GET") {
    const q = query?.["q"] ?? "";
    for (const item of (answer as { items: unknown[] }).items) {
      const { id, name } = Contact.parse(item);
      const isNamed = foldedName(name).startsWith(foldedName(q));
      const isReached = shadow.ownerOf("whatsapp-phone", phoneMatchKey(q)) === id;
      if (!isNamed && !isReached) throw new Violation("contacts", `${id} (${name}) is no answer to ${q}`);
    }
    return;
  }
  const contact = Contact.parse(answer);
  const { name, blocked } = (asked ?? {}) as { name?: string; blocked?: boolean };
  if (name !== undefined && contact.name !== name)
    throw new Violation("contacts", `${contact.id} was called ${name} and is ${contact.name}`);
  if (blocked !== undefined && (contact.blocked !== null) !== blocked)
    throw new Violation("contacts", `${contact.id} was to be ${blocked ? "blocked" : "heard"}`);
}
