import type { Entry } from "../../../../../shared/contracts/timeline.ts";
import type { Send } from "../../../lib/timeline/conversation.ts";

/** One line of a conversation as it is shown. `day`: it is the first of its day. `unread`: the first that nobody answered. */
export type Row = { readonly key: string; readonly day: boolean; readonly unread: boolean } & (
  | { readonly kind: "entry"; readonly entry: Entry }
  | { readonly kind: "send"; readonly send: Send }
);

/** What tells a person nothing: each step of the reception's menu is beside the messages that made it. */
const shown = (entry: Entry): boolean => entry.type !== "reception";

/** A message keeps its key when it turns from something being sent into an entry. */
const keyOf = (entry: Entry): string =>
  entry.type === "message" && entry.direction === "out" ? entry.clientMessageId : String(entry.number);

/**
 * The rows of a conversation, in order. `dayKey` names the day of a time; `unreadFrom` is the number of the first entry that nobody
 * answered, null where there is none.
 */
export function rowsOf(
  entries: readonly Entry[],
  sends: readonly Send[],
  dayKey: (time: Entry["at"]) => string,
  unreadFrom: number | null,
): readonly Row[] {
  const rows: Row[] = [];
  let before: string | undefined;
  for (const entry of entries) {
    if (!shown(entry)) continue;
    const day = dayKey(entry.at);
    rows.push({
      kind: "entry",
      entry,
      key: keyOf(entry),
      day: day !== before,
      unread: entry.number === unreadFrom,
    });
    before = day;
  }
  for (const send of sends)
    rows.push({ kind: "send", send, key: send.clientMessageId, day: false, unread: false });
  return rows;
}

/** The number of the first of the contact's last `unread` messages, as far as they are loaded; null where none is unread. */
export function firstUnread(entries: readonly Entry[], unread: number): number | null {
  let left = unread;
  let first: number | null = null;
  for (let index = entries.length - 1; index >= 0 && left > 0; index -= 1) {
    const entry = entries[index];
    if (entry?.type !== "message" || entry.direction !== "in") continue;
    first = entry.number;
    left -= 1;
  }
  return first;
}
