import type { Contact, ContactField, ContactFieldValue } from "../../../../../shared/contracts/contacts.ts";
import { fits } from "../../../../../shared/domain/contact.ts";
import type { RequestOf } from "../../../lib/api/types.ts";

/** A contact as it is being edited: every value as the text in its field, empty for none. */
export interface Draft {
  readonly name: string;
  readonly linkedAgentId: string | null;
  readonly fields: Readonly<Record<string, string>>;
}

/** The record as a form begins with it; of the fields those that are defined. */
export const draftOf = (contact: Contact, definitions: readonly ContactField[]): Draft => ({
  name: contact.name,
  linkedAgentId: contact.linkedAgentId,
  fields: Object.fromEntries(
    definitions.map(({ key }) => [
      key,
      Object.hasOwn(contact.fields, key) ? String(contact.fields[key]) : "",
    ]),
  ),
});

/** What of a draft was changed, right or wrong. */
export type Edits = Partial<Draft>;

/** What somebody changed, of a record as their form began with it; null where it is nothing. */
export function editsOf(contact: Contact, definitions: readonly ContactField[], draft: Draft): Edits | null {
  const before = draftOf(contact, definitions);
  const fields = Object.entries(draft.fields).filter(([key, text]) => text !== (before.fields[key] ?? ""));
  const edits = {
    ...(draft.name === before.name ? {} : { name: draft.name }),
    ...(draft.linkedAgentId === before.linkedAgentId ? {} : { linkedAgentId: draft.linkedAgentId }),
    ...(fields.length === 0 ? {} : { fields: Object.fromEntries(fields) }),
  };
  return Object.keys(edits).length === 0 ? null : edits;
}

/** A draft with what was changed before, upon the record as it is now. */
export const withEdits = (draft: Draft, edits: Edits): Draft => ({
  ...draft,
  ...edits,
  fields: { ...draft.fields, ...edits.fields },
});

/** What a field's text means: null for none, undefined where the field cannot have it. */
export function valueOf(field: ContactField, text: string): ContactFieldValue | null | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  const value =
    field.type === "number"
      ? Number(trimmed.replace(",", "."))
      : field.type === "boolean"
        ? trimmed === "true"
        : trimmed;
  return fits(field, value) && !Number.isNaN(value) ? value : undefined;
}

/** The keys of the fields whose text they cannot have, `name` for a name that is taken away. */
export const problemsOf = (
  contact: Contact,
  definitions: readonly ContactField[],
  draft: Draft,
): readonly string[] => [
  ...(draft.name.trim() === "" && contact.name !== "" ? ["name"] : []),
  ...definitions.filter((it) => valueOf(it, draft.fields[it.key] ?? "") === undefined).map(({ key }) => key),
];

type Change = Omit<RequestOf<"changeContact">["body"], "expectedVersion">;

/** What is to be changed, and nothing else; null where nothing is. */
export function changeOf(
  contact: Contact,
  definitions: readonly ContactField[],
  draft: Draft,
): Change | null {
  const before = draftOf(contact, definitions);
  const fields = Object.fromEntries(
    definitions.flatMap((it) => {
      const text = draft.fields[it.key] ?? "";
      const value = valueOf(it, text);
      return text.trim() === before.fields[it.key] || value === undefined ? [] : [[it.key, value]];
    }),
  );
  const name = draft.name.trim();
  const change = {
    ...(name === before.name ? {} : { name }),
    ...(draft.linkedAgentId === before.linkedAgentId ? {} : { linkedAgentId: draft.linkedAgentId }),
    ...(Object.keys(fields).length === 0 ? {} : { fields }),
  };
  return Object.keys(change).length === 0 ? null : change;
}
