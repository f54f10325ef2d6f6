import { type RefObject, useEffect, useRef } from "react";
import { afterLeaving } from "./lists/after-leaving.ts";
import { focusIfLost } from "../../lib/ui/focus.ts";
import type { TicketId } from "../../../../shared/contracts/ids.ts";

/** The ticket that is shown, and what follows it when it leaves. */
interface Shown {
  /** Around the conversation: has the focus where nothing in it takes it. */
  readonly place: RefObject<HTMLElement | null>;
  /** Hears the list that is shown, in its order. */
  readonly list: (ids: readonly TicketId[]) => void;
  /**
   * A ticket has left the person: the next one of the list is shown. Where another one is shown by then, or another page, the person
   * stays with that.
   */
  readonly gone: (ticketId: TicketId) => void;
}

/** Keeps in mind which ticket is shown in which list, as answers come late. */
export function useShown(ticketId: TicketId | null, choose: (ticketId: TicketId | null) => void): Shown {
  const place = useRef<HTMLElement>(null);
  const shown = useRef<TicketId | null>(null);
  const lists = useRef<{ before: readonly TicketId[]; now: readonly TicketId[] }>({ before: [], now: [] });
  useEffect(() => {
    shown.current = ticketId;
    return () => {
      shown.current = null;
    };
  }, [ticketId]);
  return {
    place,
    list(now) {
      const isIn = ticketId === null || now.includes(ticketId);
      lists.current = { before: isIn ? now : lists.current.before, now };
    },
    gone(left) {
      if (shown.current !== left) return;
      choose(afterLeaving(left, lists.current.before, lists.current.now));
      focusIfLost(place.current, document.querySelector<HTMLElement>("#content"));
    },
  };
}
