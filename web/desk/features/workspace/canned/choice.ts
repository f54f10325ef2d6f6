import type { AnswerOf } from "../../../lib/api/types.ts";
import { matches } from "../../../lib/ui/search.ts";

/** Ready text. */
export type Canned = AnswerOf<"listCannedResponses">["items"][number];

/** Those that fit what is typed, by name or text; the ones whose name begins so come first. */
export function fitting(all: readonly Canned[], typed: string): readonly Canned[] {
  const begins = ({ shortcut }: Canned): number => (shortcut.startsWith(typed.toLowerCase()) ? 0 : 1);
  return all
    .filter(({ shortcut, text }) => matches(`${shortcut} ${text}`, typed))
    .toSorted((one, other) => begins(one) - begins(other) || one.shortcut.localeCompare(other.shortcut));
}

/** The place of a list after an arrow key: beyond an end comes the other. */
export function moved(place: number, key: "ArrowDown" | "ArrowUp", length: number): number {
  if (length === 0) return 0;
  return (place + (key === "ArrowDown" ? 1 : -1) + length) % length;
}
