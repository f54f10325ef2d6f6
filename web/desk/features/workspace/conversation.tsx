import { useRef, useState } from "react";
import type { TicketId } from "../../../../shared/contracts/ids.ts";
import { CloseDialog } from "./close-dialog.tsx";
import { Composer, type ComposerHandle } from "./composer/composer.tsx";
import { Failed, Loading } from "../../lib/ui/states.tsx";
import { Header } from "./header/header.tsx";
import { Timeline } from "./timeline/timeline.tsx";
import { useConversation } from "./use-conversation.ts";
import { useConversationCommands } from "./use-conversation-commands.ts";
import { useDesk } from "../../lib/desk/context.ts";

/** One conversation: its header, what was said, and where to answer. */
export function Conversation(props: { readonly ticketId: TicketId; readonly leave: () => void }) {
  const { conversations, tickets } = useDesk();
  const conversation = useConversation(props.ticketId);
  const [closing, setClosing] = useState(false);
  const composer = useRef<ComposerHandle>(null);
  const head = conversation.head ?? tickets.headOf(props.ticketId) ?? null;
  useConversationCommands({ head, close: () => setClosing(true), reply: () => composer.current?.focus() });
  if (head === null) {
    if (conversation.error === null) return <Loading />;
    return <Failed error={conversation.error} retry={() => void conversations.reload(props.ticketId)} />;
  }
  return (
    <>
      <Header head={head} close={() => setClosing(true)} leave={props.leave} />
      <Timeline head={head} conversation={conversation} />
      <Composer ref={composer} head={head} />
      <CloseDialog head={head} opened={closing} leave={() => setClosing(false)} closed={props.leave} />
    </>
  );
}
