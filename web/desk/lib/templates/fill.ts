import type { AnswerOf } from "../api/types.ts";
import type { TemplateContent } from "../../../../shared/contracts/content.ts";

/** A text that Meta approved, as WhatsApp shows it. */
export type Template = AnswerOf<"listTemplates">["items"][number];

/** As many characters as a value may have. */
export const longestValue = 1_024;

const gap = /\{\{\s*(\w+)\s*\}\}/g;

/** The names of what a body asks for, in the order in which values are given: by number. */
const gapsOf = (body: string): readonly string[] =>
  [...new Set([...body.matchAll(gap)].map(([, name]) => name ?? ""))].sort(
    (one, other) => Number(one) - Number(other),
  );

/** The body with its values; a value that is not there yet leaves its gap. */
export function filled(body: string, values: readonly string[]): string {
  const names = gapsOf(body);
  return body.replaceAll(gap, (written, name: string) => values[names.indexOf(name)]?.trim() || written);
}

/** What is to be sent, once every value is there and none is too long; until then null. */
export function contentOf(template: Template, values: readonly string[]): TemplateContent | null {
  const parameters = Array.from({ length: template.parameters }, (_, index) => (values[index] ?? "").trim());
  if (!template.sendable || parameters.some((it) => it === "" || it.length > longestValue)) return null;
  const { name, language } = template;
  return { type: "template", name, language, parameters };
}

/** Names a template of a channel: the same name may be there in several languages. */
export const keyOf = ({ name, language }: Pick<Template, "name" | "language">): string =>
  `${name} ${language}`;

/** A template's name as people read it: `pedido_pronto` becomes `Pedido pronto`. */
export function nameShown(name: string): string {
  const words = name.replaceAll("_", " ").trim();
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}
