import { lazy, Suspense, useRef, useState } from "react";
import type { TicketId } from "../../../../shared/contracts/ids.ts";
import { BackAlone } from "./header/back.tsx";
import { Composer, type ComposerHandle } from "./composer/composer.tsx";
import type { DialogName } from "./dialogs/names.ts";
import { Failed, Loading } from "../../lib/ui/states.tsx";
import { Header } from "./header/header.tsx";
import { isGone } from "../../lib/timeline/conversation.ts";
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
export default function Conversation(props: {
  readonly ticketId: TicketId;
  readonly leave: () => void;
  /** The ticket has left the person. */
  readonly gone: () => void;
}) {
  const { conversations, tickets } = useDesk();
  const conversation = useConversation(props.ticketId);
  const [dialog, ask] = useState<DialogName | null>(null);
  const { panel, togglePanel } = usePanel();
  const composer = useRef<ComposerHandle>(null);
  const head = conversation.head ?? tickets.headOf(props.ticketId) ?? null;
  const gone = isGone(conversation);
  const offered = useActions(head, ask);
  // What is not theirs to see any more stays to be read as it was.
  const actions = gone ? [] : offered;
  useConversationCommands({
    head: gone ? null : head,
    actions,
    togglePanel,
    reply: () => composer.current?.focus(),
  });
  if (head === null)
    return (
      <div className={classes["talk"]}>
        <BackAlone leave={props.leave} />
        {conversation.error === null ? (
          <Loading />
        ) : (
          <Failed error={conversation.error} retry={() => void conversations.reload(props.ticketId)} />
        )}
      </div>
    );
  return (
    <>
      <div className={classes["talk"]}>
        <Header head={head} actions={actions} leave={props.leave} panel={panel} togglePanel={togglePanel} />
        <Strip head={head} gone={gone} />
        <Timeline head={head} conversation={conversation} />
        {gone ? null : <Composer ref={composer} head={head} />}
      </div>
      <Suspense>
        {panel ? <Panel head={head} entries={conversation.entries} close={togglePanel} /> : null}
        {dialog === null || gone ? null : (
          <Dialogs name={dialog} head={head} leave={() => ask(null)} gone={props.gone} />
        )}
      </Suspense>
    </>
  );
}
