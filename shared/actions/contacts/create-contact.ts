import { AddressItem, ContactItem } from "../../contracts/stored/shapes.ts";
import { type AdministerDeps, administer } from "../organisation/administer.ts";
import { type ConditionFailed, absent, put } from "../../ports/store.ts";
import { type Request, firstAnswer } from "../organisation/idempotent.ts";
import { assertViewsContacts, audited } from "./contact.ts";
import type { Actor } from "../../domain/authorisation.ts";
import type { Address } from "../../contracts/stored/shapes.ts";
import type { Claim } from "../intake/recent-tickets.ts";
import type { Contact } from "../../contracts/contacts.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { WhatsAppAddress } from "../../contracts/values.ts";
import { addressClaims, addressOf } from "../intake/sender.ts";
import { newContact } from "./new-contact.ts";
import { untilSettled } from "../timeline/retry.ts";

/** Under what name a claim of an address is reported. */
const nameOf = (claim: Claim): string => `address ${claim.kind}`;

/**
 * Adds somebody who has not written yet. ALREADY_EXISTS, with the id, where one of the addresses is a contact's; FORBIDDEN for an
 * agent who does not see contacts.
 */
export async function createContact(
  deps: AdministerDeps,
  request: Request,
  input: { readonly actor: Actor; readonly name: string; readonly address: WhatsAppAddress },
): Promise<Contact> {
  const { actor, name, address } = input;
  assertViewsContacts(actor);
  const first = await firstAnswer<Contact>(deps, request);
  if (first !== undefined) return first;
  const claims = addressClaims(address);
  return untilSettled(
    async () => {
      const now = deps.clock.now();
      const contact = newContact({ id: `con_${deps.random.ulid(now)}` as Contact["id"], name, address }, now);
      const { id: contactId } = contact;
      return administer(deps, {
        actor,
        request,
        act: {
          ...{ action: "created", kind: "contact", resourceId: contactId },
          ...{ before: null, after: audited(contact) },
        },
        changes: [
          put("contact", ContactItem, contact, absent),
          ...claims.map((claim) => put(nameOf(claim), AddressItem, addressOf(claim, contactId), absent)),
        ],
        answer: contact,
      });
    },
    (failure) => refuseTaken(failure, claims),
  );
}

function refuseTaken(failure: ConditionFailed, claims: readonly Claim[]): undefined {
  for (const claim of claims) {
    const owner = failure.failures.get(nameOf(claim)) as Address | undefined;
    if (owner === undefined) continue;
    throw new DeskError("ALREADY_EXISTS", { contactId: owner.contactId }, { cause: failure });
  }
  return undefined;
}
