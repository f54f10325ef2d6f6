import type { Contact } from "../../contracts/contacts.ts";
import type { Time, WhatsAppAddress } from "../../contracts/values.ts";

/** The record of somebody whom the desk meets for the first time. */
export const newContact = (
  who: { readonly id: Contact["id"]; readonly name: string; readonly address: WhatsAppAddress },
  createdAt: Time,
): Contact => ({
  ...{ id: who.id, version: 1, name: who.name },
  ...{ phone: who.address.phone ?? null, userId: who.address.userId ?? null },
  ...{ linkedAgentId: null, fields: {}, blocked: null, createdAt },
});
