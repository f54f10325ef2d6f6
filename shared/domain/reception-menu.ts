import type { ChoiceOption, Choices, Content } from "../contracts/content.ts";
import type { Counter } from "./reception-queues.ts";
import { beginning } from "./text.ts";

/** WhatsApp's limits, in UTF-16 units (docs/whatsapp.md says where they are from). */
const buttons = { most: 3, title: 20 } as const;
const list = { most: 10, title: 24, description: 72 } as const;
const longestName = 200;

/** What a menu calls its queues: their names, with the sector's before it where several have the same. */
export function namesOf(counters: readonly Counter[]): readonly string[] {
  const plain = counters.map(({ queue }) => folded(queue.name));
  return counters.map(({ queue, sector }, index) => {
    const isOnly = plain.every((name, other) => other === index || name !== plain[index]);
    return beginning(isOnly ? queue.name : `${sector.name} – ${queue.name}`, longestName);
  });
}

/**
 * A menu as WhatsApp can show it: as buttons, else as a list, in which a name too long for its title is in the description too,
 * else as text that counts the names. `label` opens the list: 20 characters at most.
 */
export function menuContent(text: string, label: string, counters: readonly Counter[]): Choices {
  const named = namesOf(counters).map((name, index) => ({ id: counters[index]?.queue.id ?? "", name }));
  const plain = named.map(({ id, name }): ChoiceOption => ({ id, title: name, description: null }));
  if (
    plain.length <= buttons.most &&
    plain.every(({ title }) => title.length <= buttons.title) &&
    differ(plain)
  )
    return { type: "choices", form: "buttons", text, label, options: plain };
  const rows = named.map(({ id, name }) => rowOf(id, name));
  if (rows.length <= list.most && named.every(({ name }) => name.length <= list.description) && differ(rows))
    return { type: "choices", form: "list", text, label, options: rows };
  return { type: "choices", form: "numbers", text, label, options: plain };
}

const rowOf = (id: string, name: string): ChoiceOption => ({
  id,
  title: rowTitle(name),
  description: name.length <= list.title ? null : name,
});

/** A name as the title of a list's row. */
export const rowTitle = (name: string): string =>
  name.length <= list.title ? name : `${beginning(name, list.title - 1).trimEnd()}…`;

const differ = (options: readonly ChoiceOption[]): boolean =>
  new Set(options.map(({ title }) => folded(title))).size === options.length;

/** A menu in the form of plain text. */
export const numbered = ({ text, options }: Pick<Choices, "text" | "options">): string =>
  [text, "", ...options.map(({ title }, index) => `${index + 1}. ${title}`)].join("\n");

/** What may be chosen: `names` is empty for what is not there any more. */
export interface Choosable<Id extends string> {
  readonly id: Id;
  readonly names: readonly string[];
}

/**
 * Which of the options a contact means: by what they tapped, by its number among `shown`, by its name or by the beginning of its name
 * (two characters at least) where only one begins so; capitals and accents do not count. Undefined: it cannot be told.
 */
export function choiceOf<Id extends string>(
  content: Content,
  shown: readonly Choosable<Id>[],
  others: readonly Choosable<Id>[] = [],
): Id | undefined {
  const all = [...shown, ...others];
  if (content.type === "choice")
    return all.find(({ id }) => id === content.id)?.id ?? byText(content.title, shown, all);
  return content.type === "text" ? byText(content.text, shown, all) : undefined;
}

function byText<Id extends string>(
  text: string,
  shown: readonly Choosable<Id>[],
  all: readonly Choosable<Id>[],
): Id | undefined {
  const said = folded(text.slice(0, 2 * longestName));
  const number = /^(?:opcao |opcion |option |n[o°.]? ?)?(\d{1,2})[\s.):–-]*$/.exec(said)?.[1];
  const counted = shown[Number(number) - 1];
  if (counted !== undefined) return counted.id;
  const whole = all.filter(({ names }) => names.some((name) => folded(name) === said));
  if (whole.length > 0) return only(whole);
  return said.length < 2
    ? undefined
    : only(all.filter(({ names }) => names.some((name) => folded(name).startsWith(said))));
}

const only = <Id extends string>(found: readonly Choosable<Id>[]): Id | undefined =>
  found.length === 1 ? found[0]?.id : undefined;

/** A text without capitals, accents, odd spaces and odd digits (full width, or in a key's frame). */
export const folded = (text: string): string =>
  text
    .toUpperCase()
    .normalize("NFKD")
    .replaceAll(/[\p{M}\u{20e3}\u{fe0f}]/gu, "")
    .replaceAll(/\s+/gu, " ")
    .trim()
    .toLowerCase();
