import type { Entry, Ticket } from "../../shared/contracts/tickets.ts";
import { Violation } from "./violation.ts";

/** What a menu says to who was not understood. It tells how often it tries. */
export const unclearText = (tries: number): string => `Pardon? (${tries})`;

/** The reception's rules, of an entry that follows these. `before` is the ticket as it was. */
export function checkReception(entries: readonly Entry[], before: Ticket | null, entry: Entry): void {
  if (entry.type === "reception" && before?.phase === "bot" && before.bot.kind === "none")
    throw new Violation("reception", `${entry.ticketId} was left to a person, and the reception went on`);
  if (entry.type === "returned" && entry.bot.kind !== "menu" && entry.bot.kind !== "external")
    throw new Violation("reception", `${entry.ticketId} was handed back to no bot: ${entry.bot.kind}`);
  if (entry.type !== "message" || entry.direction !== "out" || entry.by.kind !== "system") return;
  const { purpose, content, ticketId } = entry;
  if (purpose === "reception" && (before?.phase !== "bot" || before.bot.kind !== "menu"))
    throw new Violation("reception", `a menu was shown on ${ticketId}, which is ${before?.phase}`);
  if (purpose === "reception" && !isAnswer(entries))
    throw new Violation("reception", `${ticketId} was shown a menu that answers nothing`);
  if (purpose !== "reception" || content.type !== "choices") return;
  const tries = Number(/^Pardon\? \((\d)\)$/.exec(content.text)?.[1]);
  if (Number.isNaN(tries)) return;
  const since = entries.findLastIndex((it) => it.type === "opened" || it.type === "returned");
  const same = entries
    .slice(since)
    .filter((it) => it.type === "message" && "text" in it.content && it.content.text === content.text);
  if (same.length + 1 >= tries)
    throw new Violation("reception", `${ticketId} was asked ${same.length + 1} times again of ${tries}`);
}

/** Whether the contact wrote, or was handed back, since the reception last spoke: each of it is answered once. */
const isAnswer = (entries: readonly Entry[]): boolean => {
  const spoken = entries.findLastIndex(
    (it) => it.type === "message" && it.direction === "out" && it.purpose === "reception",
  );
  return entries
    .slice(spoken + 1)
    .some((it) => it.type === "returned" || (it.type === "message" && it.direction === "in"));
};
