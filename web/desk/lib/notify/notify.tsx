import { useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { mayTake } from "../../../../shared/domain/authorisation.ts";
import type { TicketId } from "../../../../shared/contracts/ids.ts";
import type { Ticket } from "../../../../shared/contracts/tickets.ts";
import { after, tabChannel } from "../session/browser.ts";
import { createNotifier, type NotifyMessage } from "./notifier.ts";
import { electBy } from "../sockets/browser.ts";
import { type Happening, happeningOf, unanswered } from "./happening.ts";
import { playSound } from "./sounds.ts";
import { readPreferences } from "./preferences.ts";
import type { TicketsState } from "../tickets/tickets.ts";
import { useDesk } from "../desk/context.ts";
import { useDirectory } from "../directory/directory.ts";
import { useStore } from "../store.ts";
import { whenTouched } from "./touched.ts";

/** Alerts the person to what they do not look at, and counts in the tab's title what waits for an answer. Shows nothing itself. */
export default function Notify() {
  useTitle();
  const { listen, agentId, me } = useDesk();
  const { data: directory } = useDirectory();
  const { t } = useTranslation("common");
  const [, navigate] = useLocation();
  const show = useRef<(happening: Happening) => void>(() => undefined);
  show.current = ({ kind, name, ticketId }) => {
    if (!readPreferences().notifications) return;
    showOutside({
      name,
      text: t(`notify.${kind}`),
      ticketId,
      open: () => navigate(`/workspace/${ticketId}`),
    });
  };
  const takes = useRef<(head: Ticket) => boolean>(() => false);
  takes.current = (head) =>
    head.phase === "waiting" &&
    mayTake(me.agent, head) &&
    directory?.queues.find(({ id }) => id === head.queueId)?.routing === "manual";
  useEffect(() => {
    /** The change by which a ticket left the person's hands last: that it waits then is no news to them. */
    let left = "";
    const channel = tabChannel<NotifyMessage>(`balcao-notify ${agentId}`);
    const elect = electBy(navigator.locks, `balcao-notify ${agentId}`);
    const electToSound = electBy(navigator.locks, `balcao-sound ${agentId}`);
    const notifier = createNotifier(
      {
        ...{ channel, after, view },
        newId: () => crypto.randomUUID(),
        electDecider: elect,
        electSounder: (lead, signal) => whenTouched(() => electToSound(lead, signal), signal),
      },
      {
        sound(kind) {
          if (readPreferences().sounds) playSound(kind);
        },
        show: (happening) => show.current(happening),
      },
    );
    const stopListening = listen((message) => {
      const change = message.type === "ticket" ? `${message.ticketId} ${message.head.version}` : "";
      if (message.type === "ticket" && message.list === "open" && message.change === "left") left = change;
      const happening = happeningOf(message, agentId, takes.current);
      if (happening !== null && (happening.kind !== "waiting" || change !== left)) notifier.take(happening);
    });
    return () => {
      stopListening();
      notifier.close();
      channel.close();
    };
  }, [listen, agentId]);
  return null;
}

/** What is before the person's eyes in this tab. */
function view(): { readonly focused: boolean; readonly ticketId: TicketId | null } {
  const [, ticketId] = /^\/workspace\/(tkt_\w+)/.exec(window.location.pathname) ?? [];
  return {
    focused: document.visibilityState === "visible" && document.hasFocus(),
    ticketId: (ticketId ?? null) as TicketId | null,
  };
}

/** Shows a notification of the browser; one ticket has one at a time. What was written stays in the page. */
function showOutside(it: {
  readonly name: string;
  readonly text: string;
  readonly ticketId: TicketId;
  readonly open: () => void;
}): void {
  try {
    const shown = new Notification(it.name, { body: it.text, tag: it.ticketId, icon: "/favicon.svg" });
    shown.addEventListener("click", () => {
      window.focus();
      it.open();
      shown.close();
    });
  } catch (error) {
    // Browsers of phones have the constructor and refuse it.
    if (!(error instanceof TypeError)) throw error;
  }
}

/** Keeps the number of tickets that wait for the person's answer in the tab's title. */
function useTitle(): void {
  const { t } = useTranslation("common");
  const { tickets, agentId } = useDesk();
  const count = useStore(
    tickets.state,
    useCallback(({ heads }: TicketsState) => unanswered(heads, agentId), [agentId]),
  );
  const name = t("app.name");
  useEffect(() => tickets.show("open"), [tickets]);
  useEffect(() => {
    document.title = count === 0 ? name : `(${count}) ${name}`;
    return () => {
      document.title = name;
    };
  }, [count, name]);
}
