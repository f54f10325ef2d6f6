import type { Content } from "../../../../../shared/contracts/content.ts";
import type { Entry } from "../../../../../shared/contracts/timeline.ts";
import { findIn } from "../../../lib/marked-text/find.ts";
import { noteWith } from "../timeline/event-words.ts";
import { parse, plainOf } from "../../../lib/marked-text/parse.ts";

/** Gives the text of a template with its values, where it is known. */
export type FillTemplate = (content: Extract<Content, { type: "template" }>) => string | undefined;

/** The texts of an entry in which is searched, each as people read it: what is said, and what colleagues noted. */
function textsOf(entry: Entry, fill: FillTemplate): readonly string[] {
  if (entry.type === "note") return [entry.text];
  if (entry.type !== "message") return [noteWith(entry) ?? ""];
  const { content } = entry;
  switch (content.type) {
    case "text":
    case "choices":
      return [content.text];
    case "choice":
      return [content.title];
    case "template":
      return [fill(content) ?? content.parameters.join(" · ")];
    case "unsupported":
    case "unsupported-large":
      return [];
  }
}

/** Whether an entry says what is wanted. What was found once is remembered in `known`, which belongs to one `wanted`. */
export function says(
  entry: Entry,
  wanted: string,
  fill: FillTemplate,
  known: WeakMap<Entry, boolean>,
): boolean {
  const before = known.get(entry);
  if (before !== undefined) return before;
  const found = textsOf(entry, fill).some((text) => findIn(plainOf(parse(text)), wanted).length > 0);
  known.set(entry, found);
  return found;
}

/** The number found before or after `from` (older or newer); undefined where there is none. */
export const beside = (
  found: readonly number[],
  from: number,
  direction: "older" | "newer",
): number | undefined =>
  direction === "older" ? found.findLast((it) => it < from) : found.find((it) => it > from);
