import { useCallback, useRef, useState } from "react";
import { type Selection, toggled, withRange } from "./selection.ts";
import type { TicketId } from "../../../../../shared/contracts/ids.ts";

/** Choosing several tickets of a list. Null: nobody is choosing. */
export interface Selecting {
  readonly selection: Selection | null;
  readonly begin: () => void;
  readonly end: () => void;
  /** Chooses a ticket or not any more; with `range` all from the one before. `order`: as they are shown. */
  readonly pick: (ticketId: TicketId, range: boolean, order: readonly TicketId[]) => void;
  readonly pickAll: (order: readonly TicketId[]) => void;
}

const none: Selection = new Set();

/** The selection of the list that is shown. */
export function useSelection(): Selecting {
  const [selection, select] = useState<Selection | null>(null);
  const last = useRef<TicketId | null>(null);
  return {
    selection,
    begin: useCallback(() => select((former) => former ?? none), []),
    end: useCallback(() => {
      last.current = null;
      select(null);
    }, []),
    pick: useCallback((ticketId, range, order) => {
      const from = last.current;
      last.current = ticketId;
      select((former) =>
        range ? withRange(former ?? none, order, from, ticketId) : toggled(former ?? none, ticketId),
      );
    }, []),
    pickAll: useCallback((order) => select(new Set(order)), []),
  };
}
