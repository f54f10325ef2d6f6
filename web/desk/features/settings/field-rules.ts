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

/** The field as one of another kind: options only where there is something to choose. */
export function retyped({ key, label }: ContactField, type: FieldType): ContactField {
  return type === "choice" ? { key, label, type, options: [] } : { key, label, type };
}
