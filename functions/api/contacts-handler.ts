import { blockContact, changeContact } from "../../shared/actions/contacts/change-contact.ts";
import type { AdministerDeps } from "../../shared/actions/organisation/administer.ts";
import type { ContactDeps } from "../../shared/actions/contacts/contact.ts";
import type { Log } from "../../shared/ports/ports.ts";
import type { RestHandler } from "../middleware/rest.ts";
import { contactRoutes } from "../../shared/contracts/routes/contacts.ts";
import { createContact } from "../../shared/actions/contacts/create-contact.ts";
import { createRestHandler } from "../middleware/rest.ts";
import { cursorsOf } from "../middleware/cursors.ts";
import { listContactTickets } from "../../shared/actions/contacts/contact-tickets.ts";
import { listContacts } from "../../shared/actions/contacts/find-contacts.ts";
import { readContact } from "../../shared/actions/contacts/contact.ts";
import { repeatable } from "../middleware/repeatable.ts";

/** Contacts: finding, adding, changing and blocking them, and their tickets. */
export function createContactsHandler(
  deps: ContactDeps & AdministerDeps & { readonly log: Log },
): RestHandler {
  const cursors = cursorsOf(deps);
  const sealed = async () => ({ ...deps, cursors: await cursors() });
  return createRestHandler(
    "api-contacts",
    contactRoutes,
    {
      listContacts: async ({ actor, query }) => listContacts(await sealed(), { actor, ...query }),
      createContact: async (request) =>
        createContact(deps, repeatable("createContact", request), { actor: request.actor, ...request.body }),
      getContact: async ({ actor, params }) => readContact(deps, { actor, ...params }),
      changeContact: async ({ actor, params, body }) => changeContact(deps, { actor, ...params, ...body }),
      setContactBlock: async ({ actor, params, body }) => blockContact(deps, { actor, ...params, ...body }),
      listContactTickets: async ({ actor, params, query }) =>
        listContactTickets(await sealed(), { actor, ...params, ...query }),
    },
    deps,
  );
}
