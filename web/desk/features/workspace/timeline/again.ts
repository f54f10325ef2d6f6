import type { Conversation } from "../../../lib/timeline/conversation.ts";
import { lockOf } from "../may.ts";
import type { Me } from "../../../lib/session/session.ts";
import type { OutboundMessage } from "../../../../../shared/contracts/timeline.ts";
import type { Time } from "../../../../../shared/contracts/values.ts";
import { windowIsOpen } from "../../../../../shared/domain/time.ts";

/** The id under which a message that was not delivered is sent again: always the same, so that asking twice sends it once. */
export function idAgain(clientMessageId: string): string {
  const [, first = clientMessageId, times = "0"] = /^(.+)-again(\d+)$/.exec(clientMessageId) ?? [];
  return `${first}-again${Number(times) + 1}`;
}

/** Whether the person is offered to send again what was not delivered: once, while they could write it anew. */
export function mayRepeat(
  { head, entries, sends }: Conversation,
  entry: OutboundMessage,
  me: Me,
  now: Time,
): boolean {
  if (head === null) return false;
  const lock = lockOf(head, me, windowIsOpen(head.lastInboundAt, now));
  if (lock !== null && !(lock === "window" && entry.content.type === "template")) return false;
  const again = idAgain(entry.clientMessageId);
  if (sends.some(({ clientMessageId }) => clientMessageId === again)) return false;
  return !entries.shown.some((it) => "clientMessageId" in it && it.clientMessageId === again);
}
