import { useState } from "react";
import { type Order, orders } from "../../../lib/tickets/lists.ts";

/** Squares with initials, or a list with names. */
export const views = ["list", "squares"] as const;
export type View = (typeof views)[number];

const keys = { order: "balcao-order", view: "balcao-view" } as const;

/** A stored choice, if it still is one of the choices. */
export const choiceOf = <Choice extends string>(
  choices: readonly Choice[],
  stored: string | null,
): Choice | undefined => choices.find((it) => it === stored);

/** How a person likes their lists; remembered in this browser. */
export function useListPreferences() {
  const [order, keepOrder] = useState<Order>(
    () => choiceOf(orders, localStorage.getItem(keys.order)) ?? "last-message",
  );
  const [view, keepView] = useState<View>(() => choiceOf(views, localStorage.getItem(keys.view)) ?? "list");
  return {
    order,
    view,
    setOrder(chosen: Order) {
      localStorage.setItem(keys.order, chosen);
      keepOrder(chosen);
    },
    setView(chosen: View) {
      localStorage.setItem(keys.view, chosen);
      keepView(chosen);
    },
  };
}
