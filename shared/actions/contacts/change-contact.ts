import { type AdministerDeps, administer } from "../organisation/administer.ts";
import { type ContactDeps, audited, contactFor, holdsTicketOf, shownOne } from "./contact.ts";
import type { AgentId, ContactId } from "../../contracts/ids.ts";
import type { Contact, ContactField, ContactFieldValue } from "../../contracts/contacts.ts";
import { AgentItem, ContactItem } from "../../contracts/stored/shapes.ts";
import { put, versionIs } from "../../ports/store.ts";
import type { Actor } from "../../domain/authorisation.ts";
import type { AuditRecord } from "../../contracts/audit.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { FieldValues } from "../../domain/contact.ts";
import { assertVersion } from "../tickets/expected-version.ts";
import type { Settings } from "../../contracts/settings.ts";
import { fits, fitting } from "../../domain/contact.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { sameValue } from "../../domain/equality.ts";
import { untilSettled } from "../timeline/retry.ts";

type ChangeDeps = ContactDeps & AdministerDeps;

/** Which contact, who asks, and on which version it was decided. */
interface Of {
  readonly actor: Actor;
  readonly contactId: ContactId;
  readonly expectedVersion?: number | undefined;
}

/** What a change says: what is absent stays; of the fields each for itself, and null takes one away. */
export interface ContactChange {
  readonly name?: string | undefined;
  readonly linkedAgentId?: AgentId | null | undefined;
  readonly fields?: Readonly<Record<string, ContactFieldValue | null>> | undefined;
}

/**
 * Changes a contact whom the person may see. BAD_REQUEST for a field that is not defined or cannot have the value, and for a linked
 * agent who is not an active one; FORBIDDEN for an agent who says whose customer somebody is; VERSION_CONFLICT with the current
 * record; NOT_FOUND.
 */
export async function changeContact(deps: ChangeDeps, input: ContactChange & Of): Promise<Contact> {
  const { actor, contactId, expectedVersion, name, linkedAgentId, fields } = input;
  // Who lost a race decides anew: against a message from a new address, say, which concerns nobody here.
  return untilSettled(async () => {
    const stored = await contactFor(deps.store, actor, contactId);
    const settings = await deps.configuration.settings(fields === undefined ? undefined : "fresh");
    const before = await shownOne(deps, settings, stored);
    assertVersion(before, expectedVersion);
    if (linkedAgentId !== undefined) await assertMayLink(deps, actor, linkedAgentId);
    const said = {
      ...(name === undefined ? {} : { name }),
      ...(linkedAgentId === undefined ? {} : { linkedAgentId }),
    };
    // What belongs to fields that are not defined at present is nobody's to see, and nobody's to lose by another change.
    const values = withFields(settings.contactFields, stored.fields, fields ?? {});
    return commit(deps, actor, "changed", { stored, wanted: { ...before, ...said }, values, settings });
  });
}

/**
 * Blocks a contact, or unblocks them. From then on nothing that they write opens a ticket; one that lives goes on until it is closed.
 * NOT_FOUND; FORBIDDEN for an agent who holds no ticket of theirs; VERSION_CONFLICT with the current record.
 */
export async function blockContact(
  deps: ChangeDeps,
  input: Of & { readonly blocked: boolean },
): Promise<Contact> {
  const { actor, contactId, expectedVersion, blocked } = input;
  return untilSettled(async () => {
    const stored = await contactFor(deps.store, actor, contactId);
    if (actor.role === "agent" && !(await holdsTicketOf(deps.store, actor, contactId))) {
      throw new DeskError("FORBIDDEN", { reason: "only with a ticket of this contact" });
    }
    const settings = await deps.configuration.settings();
    const before = await shownOne(deps, settings, stored);
    assertVersion(before, expectedVersion);
    if (blocked === (before.blocked !== null)) return before;
    const after = { ...before, blocked: blocked ? { since: deps.clock.now(), by: actor.id } : null };
    const change = { stored, wanted: after, values: stored.fields, settings };
    return commit(deps, actor, blocked ? "blocked" : "unblocked", change);
  });
}

/** Writes the contact with these values of fields, also those that are not shown, and answers it as it is shown. */
async function commit(
  deps: ChangeDeps,
  actor: Actor,
  action: AuditRecord["action"],
  change: {
    readonly stored: Contact;
    readonly wanted: Contact;
    readonly values: FieldValues;
    readonly settings: Pick<Settings, "contactFields">;
  },
): Promise<Contact> {
  const { stored, values, settings } = change;
  const wanted = { ...change.wanted, fields: { ...values } };
  const after = sameValue(stored, wanted) ? stored : { ...wanted, version: stored.version + 1 };
  if (after !== stored) {
    await administer(deps, {
      actor,
      act: {
        ...{ action, kind: "contact", resourceId: stored.id },
        ...{ before: audited(stored), after: audited(after) },
      },
      changes: [put("contact", ContactItem, after, versionIs(stored.version))],
      answer: {},
    });
  }
  return { ...after, fields: { ...fitting(settings.contactFields, after.fields) } };
}

/** Whose customer somebody is, supervisors and administrators say: an active agent, or nobody. */
async function assertMayLink({ store }: ChangeDeps, actor: Actor, agentId: AgentId | null): Promise<void> {
  if (actor.role === "agent") throw new DeskError("FORBIDDEN", { reason: "linkedAgentId" });
  if (agentId === null) return;
  const agent = await store.get(AgentItem, keys.agent(agentId));
  if (agent?.active !== true) throw new DeskError("BAD_REQUEST", { agentId, reason: "not an active agent" });
}

function withFields(
  definitions: readonly ContactField[],
  before: FieldValues,
  said: Readonly<Record<string, ContactFieldValue | null>>,
): Record<string, ContactFieldValue> {
  for (const [key, value] of Object.entries(said)) {
    const field = definitions.find((it) => it.key === key);
    if (field === undefined) throw new DeskError("BAD_REQUEST", { field: key, reason: "not defined" });
    if (value !== null && !fits(field, value)) {
      throw new DeskError("BAD_REQUEST", { field: key, reason: `not a value of type ${field.type}` });
    }
  }
  const values = Object.entries({ ...before, ...said });
  return Object.fromEntries(values.filter((it): it is [string, ContactFieldValue] => it[1] !== null));
}
