import type { Settings } from "../contracts/settings.ts";
import type { Time } from "../contracts/values.ts";

/** What a canned response may speak of. */
export const variables = [
  "contact.name",
  "contact.firstName",
  "agent.name",
  "agent.firstName",
  "protocol",
  "queue",
  "sector",
  "date",
  "time",
  "business",
] as const;
export type Variable = (typeof variables)[number];

/** What the variables stand for. Empty: it is not known, and the fallback takes its place. */
export type Values = Readonly<Record<Variable, string>>;

type Part =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "variable"; readonly name: Variable; readonly fallback: string }
  | { readonly kind: "unknown"; readonly written: string };

/**
 * `$$`, `${name}`, `${name|fallback}`, `$name`; or a brace that is not closed. A dollar before anything else is itself, so that
 * prices (`R$ 50`) need no care.
 */
const token = /\$(?:\$|\{([^{}$|]*)(?:\|([^{}$]*))?\}|\{|([A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z][A-Za-z0-9]*)*))/g;

const known: ReadonlySet<string> = new Set(variables);
const isVariable = (name: string): name is Variable => known.has(name);

/** A canned response taken apart. */
function parse(text: string): readonly Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(token)) {
    parts.push({ kind: "text", text: text.slice(end, match.index) });
    end = match.index + match[0].length;
    const name = match[1] ?? match[3] ?? "";
    if (match[0] === "$$") parts.push({ kind: "text", text: "$" });
    else if (isVariable(name)) parts.push({ kind: "variable", name, fallback: match[2] ?? "" });
    else parts.push({ kind: "unknown", written: match[0] });
  }
  parts.push({ kind: "text", text: text.slice(end) });
  return parts;
}

/** Variables in the text that do not exist, as they are written, each once; a brace that is not closed among them. */
export const unknownVariables = (text: string): readonly string[] => [
  ...new Set(parse(text).flatMap((part) => (part.kind === "unknown" ? [part.written] : []))),
];

/**
 * The text with values in place of its variables, and fallbacks where a value is empty (none: nothing). What a value says is never
 * taken for a variable. Unknown variables stay as they are written; a text with one is not saved (`unknownVariables`).
 */
export const render = (text: string, values: Values): string =>
  parse(text)
    .map((part) => {
      if (part.kind === "text") return part.text;
      return part.kind === "unknown" ? part.written : values[part.name] || part.fallback;
    })
    .join("");

/**
 * Names that are put back into variables, the more telling first: of two that say the same about the same person the
 * first name, which also fits the next contact.
 */
const recognised = [
  ["contact.firstName", "contact"],
  ["contact.name", "contact"],
  ["agent.firstName", "agent"],
  ["agent.name", "agent"],
  ["protocol", "protocol"],
  ["queue", "queue"],
] as const satisfies readonly (readonly [Variable, string])[];

/** A value of one character would be found everywhere. */
const leastLength = 2;

/**
 * The canned response that a message would have been made of: the names of contact and agent, the protocol and the queue become
 * variables where they stand as whole words, the longest first, and dollars are written so that they stay dollars. What
 * two different things are both called stays as it is. `render` with the same values gives the message back.
 */
export function recognise(message: string, values: Values): string {
  const names = namesOf(values);
  const parts: string[] = [];
  const isName: boolean[] = [];
  let at = 0;
  while (at < message.length) {
    const found = wordStartsAt(message, at)
      ? names.find(({ value }) => message.startsWith(value, at) && wordEndsAt(message, at + value.length))
      : undefined;
    const piece = found?.value ?? String.fromCodePoint(message.codePointAt(at) ?? 0);
    parts.push(found?.variable ?? piece);
    isName.push(found !== undefined);
    at += piece.length;
  }
  // From the end: how a dollar or a variable is written depends on what is written behind it.
  return parts.reduceRight<string>((behind, part, index) => {
    if (isName[index]) return (/^\.?[A-Za-z0-9]/.test(behind) ? `\${${part}}` : `$${part}`) + behind;
    return (part === "$" && /^[A-Za-z{$]/.test(behind) ? "$$" : part) + behind;
  }, "");
}

function namesOf(values: Values): readonly { readonly variable: Variable; readonly value: string }[] {
  return recognised
    .filter(([variable, subject], index) => {
      const value = values[variable];
      const same = recognised.filter(([other]) => values[other] === value);
      const isFirst = recognised.findIndex(([other]) => values[other] === value) === index;
      return [...value].length >= leastLength && isFirst && same.every(([, of]) => of === subject);
    })
    .map(([variable]) => ({ variable, value: values[variable] }))
    .toSorted((a, b) => b.value.length - a.value.length);
}

const isWordCharacter = (character: string | undefined): boolean =>
  character !== undefined && /^[\p{L}\p{N}\p{M}_]/u.test(character);

const before = (text: string, at: number): string | undefined =>
  [...text.slice(Math.max(0, at - 2), at)].at(-1);
const after = (text: string, at: number): string | undefined => [...text.slice(at, at + 2)][0];

/** A word may start here unless a word character stands before it and another follows. */
const wordStartsAt = (text: string, at: number): boolean =>
  !(isWordCharacter(before(text, at)) && isWordCharacter(after(text, at)));
const wordEndsAt = wordStartsAt;

/** Who and what a rendered response speaks of. Null: it is not known. */
export interface Subject {
  readonly contactName: string | null;
  readonly agentName: string;
  readonly protocol: string | null;
  readonly queue: string | null;
  readonly sector: string | null;
}

/** The values of the variables at `now`: dates and times as the business writes them, where it is. */
export function valuesOf(
  { contactName, agentName, protocol, queue, sector }: Subject,
  { locale, timeZone, businessName }: Pick<Settings, "locale" | "timeZone" | "businessName">,
  now: Time,
): Values {
  const contact = (contactName ?? "").trim();
  const agent = agentName.trim();
  const format = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options })
      .format(Date.parse(now))
      // Some locales set a narrow space that phones show as a box.
      .replaceAll("\u202F", " ");
  return {
    "contact.name": contact,
    "contact.firstName": firstWord(contact),
    "agent.name": agent,
    "agent.firstName": firstWord(agent),
    protocol: protocol ?? "",
    queue: queue ?? "",
    sector: sector ?? "",
    date: format({ day: "2-digit", month: "2-digit", year: "numeric" }),
    time: format({ hour: "2-digit", minute: "2-digit" }),
    business: businessName,
  };
}

const firstWord = (name: string): string => name.split(/\s+/u, 1)[0] ?? "";
