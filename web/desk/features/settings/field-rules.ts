import type { ContactField } from "../../../../shared/contracts/contacts.ts";

/** The kinds of fields, in the order in which they are offered. */
export const fieldTypes = ["text", "number", "boolean", "date", "choice"] as const;
type FieldType = (typeof fieldTypes)[number];

/** The key that a label gives by itself: `Data de nascimento` is `dataDeNascimento`. Empty where no letter begins it. */
export function fieldKey(label: string): string {
  const words = label
    .normalize("NFD")
    .replaceAll(/\p{Diacritic}/gu, "")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "");
  const key = words
    .map((word, index) =>
      index === 0 ? word.toLowerCase() : `${word.slice(0, 1).toUpperCase()}${word.slice(1).toLowerCase()}`,
    )
    .join("");
  return key.replace(/^\d+/, "").slice(0, 40);
}

/** A field as it is edited: whether it was saved before, so that values may be kept under its key. */
export type FieldDraft = ContactField & { readonly saved?: true };

/** The saved fields, to be edited. */
export const draftsOf = (fields: readonly ContactField[]): FieldDraft[] =>
  fields.map((field) => ({ ...field, saved: true }));

/** The fields as they are saved. */
export const fieldsOf = (drafts: readonly FieldDraft[]): ContactField[] =>
  drafts.map(({ saved: _, ...field }) => field);

/** The field under another label. The key of a new one follows its label until it was given one of its own; a saved one keeps its key. */
export function relabelled(field: FieldDraft, label: string): FieldDraft {
  const follows = field.saved !== true && field.key === fieldKey(field.label);
  return { ...field, label, ...(follows ? { key: fieldKey(label) } : {}) };
}

/** The field as one of another kind: options only where there is something to choose. */
export function retyped(field: FieldDraft, type: FieldType): FieldDraft {
  const { key, label } = field;
  const same = { key, label, ...(field.saved === true ? { saved: true as const } : {}) };
  return type === "choice" ? { ...same, type, options: [] } : { ...same, type };
}
