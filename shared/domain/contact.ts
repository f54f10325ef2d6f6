import type { ContactField, ContactFieldValue } from "../contracts/contacts.ts";
import { phoneMatchKey } from "./phone.ts";

/** Values of a contact's fields, by key. */
export type FieldValues = Readonly<Record<string, ContactFieldValue>>;

const day = /^\d{4}-\d{2}-\d{2}$/;

const isDay = (value: string): boolean => {
  const at = day.test(value) ? new Date(`${value}T00:00:00Z`) : undefined;
  return at !== undefined && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
};

/** Whether a value is one that the field may have. */
export function fits(field: ContactField, value: ContactFieldValue): boolean {
  switch (field.type) {
    case "text":
      return typeof value === "string";
    case "number":
      return typeof value === "number";
    case "boolean":
      return typeof value === "boolean";
    case "date":
      return typeof value === "string" && isDay(value);
    case "choice":
      return typeof value === "string" && field.options.includes(value);
  }
}

/** Those values for which a field is defined that may have them; the others belong to definitions of another time or place. */
export const fitting = (fields: readonly ContactField[], values: FieldValues): FieldValues =>
  Object.fromEntries(
    fields.flatMap((field) => {
      const value = Object.hasOwn(values, field.key) ? values[field.key] : undefined;
      return value !== undefined && fits(field, value) ? [[field.key, value]] : [];
    }),
  );

/**
 * By what somebody is known whose phone a person types, in any of the usual ways: with or without +, the zeros of a long-distance
 * call, punctuation, and Brazil's country code, which is left out at home. Empty where the text is no phone.
 */
export function phoneKeys(text: string): readonly string[] {
  if (!/^[\d\s()+./-]+$/.test(text)) return [];
  const isInternational = /^\s*(\+|00)/.test(text);
  const digits = text.replaceAll(/\D/g, "").replace(/^0+/, "");
  if (digits.length < 5 || digits.length > 20) return [];
  const isNational = !isInternational && (digits.length === 10 || digits.length === 11);
  return [digits, ...(isNational ? [`55${digits}`] : [])].map(phoneMatchKey);
}
