import type { ChoiceOption, Choices } from "../contracts/content.ts";

/** WhatsApp's limits, in UTF-16 units (docs/whatsapp.md says where they are from). */
const buttons = { most: 3, title: 20 } as const;
const list = { most: 10, title: 24 } as const;

/**
 * A question of a bot's in the form in which WhatsApp shows it best: buttons, which have no descriptions, else a list, else text that
 * counts the titles.
 */
export function choicesOf({ text, label, options }: Omit<Choices, "type" | "form">): Choices {
  const question = { type: "choices", text, label, options } as const;
  const fit = (limits: { readonly most: number; readonly title: number }): boolean =>
    options.length <= limits.most && options.every(({ title }) => title.length <= limits.title);
  const differ = new Set(options.map(({ title }: ChoiceOption) => title)).size === options.length;
  const plain = options.every(({ description }) => description === null);
  if (differ && plain && fit(buttons)) return { ...question, form: "buttons" };
  return { ...question, form: differ && fit(list) ? "list" : "numbers" };
}
