import { lazy, Suspense, useRef, useState } from "react";
import type { TicketId } from "../../../../shared/contracts/ids.ts";
import { Composer, type ComposerHandle } from "./composer/composer.tsx";
import type { DialogName } from "./dialogs/names.ts";
import { Failed, Loading } from "../../lib/ui/states.tsx";
import { Header } from "./header/header.tsx";
import { Strip } from "./strip/strip.tsx";
import { Timeline } from "./timeline/timeline.tsx";
import { useActions } from "./use-actions.tsx";
import { useConversation } from "./use-conversation.ts";
import { useConversationCommands } from "./use-conversation-commands.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { usePanel } from "./panel/use-panel.ts";
import classes from "./page.module.css";

const Dialogs = lazy(() => import("./dialogs/dialogs.tsx"));
const Panel = lazy(() => import("./panel/panel.tsx"));

/** One conversation: its header, what was said, where to answer, and beside it the panel with the contact. */
export default function Conversation(props: { readonly ticketId: TicketId; readonly leave: () => void }) {
  const { conversations, tickets } = useDesk();
  const conversation = useConversation(props.ticketId);
  const [dialog, ask] = useState<DialogName | null>(null);
  const { panel, togglePanel } = usePanel();
  const composer = useRef<ComposerHandle>(null);
  const head = conversation.head ?? tickets.headOf(props.ticketId) ?? null;
  const actions = useActions(head, ask);
  useConversationCommands({ head, actions, togglePanel, reply: () => composer.current?.focus() });
  if (head === null) {
    if (conversation.error === null) return <Loading />;
    return <Failed error={conversation.error} retry={() => void conversations.reload(props.ticketId)} />;
  }
  return (
    <>
      <div className={classes["talk"]}>
        <Header head={head} actions={actions} leave={props.leave} panel={panel} togglePanel={togglePanel} />
        <Strip head={head} />
        <Timeline head={head} conversation={conversation} />
        <Composer ref={composer} head={head} />
      </div>
      <Suspense>
        {panel ? <Panel head={head} entries={conversation.entries} close={togglePanel} /> : null}
        {dialog === null ? null : (
          <Dialogs name={dialog} head={head} leave={() => ask(null)} gone={props.leave} />
        )}
      </Suspense>
    </>
  );
}
