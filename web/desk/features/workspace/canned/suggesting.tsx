import { lazy, type ReactNode, Suspense, useMemo, useState } from "react";
import type { OutboundMessage } from "../../../../../shared/contracts/timeline.ts";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { type MessageActions, MessageActionsContext } from "../timeline/actions.ts";
import { useDesk } from "../../../lib/desk/context.ts";

const SuggestDialog = lazy(() => import("./suggest-dialog.tsx"));

/** Lets the person's own messages around which it stands become canned responses. */
export function Suggesting({ head, children }: { readonly head: Ticket; readonly children: ReactNode }) {
  const { me } = useDesk();
  const [message, setMessage] = useState<OutboundMessage | null>(null);
  const reads = me.agent.role === "viewer";
  const actions = useMemo<MessageActions>(() => ({ suggest: reads ? null : setMessage }), [reads]);
  return (
    <MessageActionsContext value={actions}>
      {children}
      {message?.content.type === "text" ? (
        <Suspense>
          <SuggestDialog text={message.content.text} head={head} leave={() => setMessage(null)} />
        </Suspense>
      ) : null}
    </MessageActionsContext>
  );
}
