import { AgentId, ContactId } from "../ids.ts";
import { Contact, ContactFieldKey, ContactFieldValue } from "../contacts.ts";
import { changeErrors, configErrors, everyone, expected, listErrors, page, pageOf, paging } from "./route.ts";
import { Name, WhatsAppAddress } from "../values.ts";
import { Ticket } from "../tickets.ts";
import { route } from "./route.ts";
import * as z from "zod";

const readers = { kind: "staff", roles: everyone, scope: "tickets:read" } as const;
const workers = { kind: "staff", roles: ["admin", "supervisor", "agent"] } as const;
const ofContact = z.strictObject({ contactId: ContactId });

export const contactRoutes = {
  listContacts: route({
    name: "listContacts",
    method: "GET",
    path: "/contacts",
    summary:
      "Contacts by name. `q`: those whose name begins so, whatever its case and accents; or the one with this phone, however it is written",
    function: "api-contacts",
    access: readers,
    rule: "contacts",
    query: z.strictObject({ ...paging, q: z.string().max(200).optional() }),
    status: 200,
    response: pageOf(Contact),
    errors: listErrors,
  }),
  createContact: route({
    name: "createContact",
    method: "POST",
    path: "/contacts",
    summary: "Adds somebody who has not written yet",
    function: "api-contacts",
    access: workers,
    rule: "contacts",
    body: z.strictObject({ name: Name, address: WhatsAppAddress }),
    idempotent: true,
    status: 201,
    response: Contact,
    errors: [...configErrors, "ALREADY_EXISTS", "IDEMPOTENCY_MISMATCH", "BUSY"],
  }),
  getContact: route({
    name: "getContact",
    method: "GET",
    path: "/contacts/{contactId}",
    summary: "A contact",
    function: "api-contacts",
    access: readers,
    rule: "contact-see",
    params: ofContact,
    status: 200,
    response: Contact,
    errors: [...configErrors, "NOT_FOUND"],
  }),
  changeContact: route({
    name: "changeContact",
    method: "PATCH",
    path: "/contacts/{contactId}",
    summary: "Changes a contact. Fields that are not named stay; null takes one away",
    function: "api-contacts",
    access: workers,
    rule: "contact-change",
    params: ofContact,
    body: z.strictObject({
      name: Name.optional(),
      linkedAgentId: AgentId.nullable().optional(),
      fields: z.record(ContactFieldKey, ContactFieldValue.nullable()).optional(),
      ...expected,
    }),
    status: 200,
    response: Contact,
    errors: changeErrors,
  }),
  setContactBlock: route({
    name: "setContactBlock",
    method: "PUT",
    path: "/contacts/{contactId}/block",
    summary:
      "Blocks a contact: nothing that they write opens a ticket any more, while one that lives goes on until it is closed. Or unblocks them",
    function: "api-contacts",
    access: workers,
    rule: "contact-block",
    params: ofContact,
    body: z.strictObject({ blocked: z.boolean(), ...expected }),
    status: 200,
    response: Contact,
    errors: changeErrors,
  }),
  listContactTickets: route({
    name: "listContactTickets",
    method: "GET",
    path: "/contacts/{contactId}/tickets",
    summary: "Tickets of a contact, as far as the caller may see them, newest first",
    function: "api-contacts",
    access: readers,
    rule: "contact-see",
    params: ofContact,
    query: page,
    status: 200,
    response: pageOf(Ticket),
    errors: [...listErrors, "NOT_FOUND"],
  }),
} as const;
