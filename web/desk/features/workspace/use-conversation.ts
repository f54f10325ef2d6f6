import { useEffect } from "react";
import type { TicketId } from "../../../../shared/contracts/ids.ts";
import type { Conversation } from "../../lib/timeline/conversation.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useStore } from "../../lib/store.ts";

const itself = (conversation: Conversation): Conversation => conversation;

/** The conversation of a ticket, kept up to date while the component is there. */
export function useConversation(ticketId: TicketId): Conversation {
  const { conversations } = useDesk();
  const conversation = useStore(conversations.of(ticketId), itself);
  useEffect(() => conversations.watch(ticketId), [conversations, ticketId]);
  return conversation;
}
