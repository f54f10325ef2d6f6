import { createCursorSeal } from "../../../shared/adapters/cursor-seal.ts";
import { createConfiguration } from "../../../shared/actions/configuration/configuration.ts";
import { createContact } from "../../../shared/actions/contacts/create-contact.ts";
import { listingOf } from "../../../shared/actions/sessions/end-sessions.ts";
import { AgentListingItem, HeadItem, SettingsItem } from "../../../shared/contracts/stored/shapes.ts";
import type { Contact, ContactField } from "../../../shared/contracts/contacts.ts";
import type { Ticket } from "../../../shared/contracts/tickets.ts";
import type { WhatsAppAddress } from "../../../shared/contracts/values.ts";
import { defaultSettings } from "../../../shared/contracts/settings.ts";
import { places } from "../../../shared/contracts/stored/keys.ts";
import { put } from "../../../shared/ports/store.ts";
import type { Agent } from "../../../shared/contracts/organisation.ts";
import type { ContactId } from "../../../shared/contracts/ids.ts";
import { type Desk, openDesk } from "../../support/desk.ts";
import { admin, request } from "../organisation/support.ts";

/** A desk whose lists can be continued and whose people are listed. */
export async function openContactDesk(
  options: Parameters<typeof openDesk>[0] & { readonly fields?: readonly ContactField[] } = {},
) {
  const { fields = [], ...rest } = options;
  const desk = await openDesk(rest);
  await desk.store.commit([
    put("settings", SettingsItem, { ...defaultSettings, version: 1, contactFields: [...fields] }),
    ...desk.people.map((agent) => put(`listing ${agent.id}`, AgentListingItem, listingOf(agent))),
  ]);
  return {
    ...desk,
    configuration: createConfiguration(desk),
    cursors: createCursorSeal("0".repeat(64)),
  };
}

export type ContactDesk = Awaited<ReturnType<typeof openContactDesk>>;

/** An administrator adds somebody. */
export const add = (desk: Desk, name: string, address: WhatsAppAddress): Promise<Contact> =>
  createContact(desk, request(), { actor: admin, name, address });

/** The same agent with other permissions. */
export const allowed = (agent: Agent | undefined, permissions: Partial<Agent["permissions"]>): Agent => {
  if (agent === undefined) throw new Error("there is no such agent");
  return { ...agent, permissions: { ...agent.permissions, ...permissions } };
};

/** Every ticket of a contact, whoever may see it. */
export async function ticketsOf(desk: Desk, contactId: ContactId): Promise<readonly Ticket[]> {
  const { pointers } = await desk.store.find(2, { pk: places.ofContact(contactId), limit: 100 });
  const heads = await desk.store.getMany<Ticket[]>(pointers.map((key) => ({ shape: HeadItem, key })));
  return heads.filter((head) => head !== undefined);
}
