import { useTranslation } from "react-i18next";
import type { TicketId } from "../../../../../shared/contracts/ids.ts";
import { type ListName, type Order, ticketsOf } from "../../../lib/tickets/lists.ts";
import { useCommands } from "../../../lib/commands/registry.ts";
import { useDesk } from "../../../lib/desk/context.ts";

/** From one ticket of the list to the next by keys, also while writing. */
export function useTicketCommands(props: {
  readonly list: ListName;
  readonly order: Order;
  readonly ticketId: TicketId | null;
  readonly choose: (ticketId: TicketId) => void;
}): void {
  const { t } = useTranslation("workspace");
  const { tickets, agentId } = useDesk();
  const step = (by: 1 | -1): void => {
    const all = ticketsOf(tickets.state.get().heads, props.list, agentId, props.order);
    const at = all.findIndex(({ id }) => id === props.ticketId);
    const next = at === -1 ? all.at(by === 1 ? 0 : -1) : all[at + by];
    if (next !== undefined) props.choose(next.id);
  };
  const group = t("commands.group");
  useCommands([
    {
      id: "next",
      label: t("commands.next"),
      group,
      keys: "alt+ArrowDown",
      whileTyping: true,
      run: () => step(1),
    },
    {
      id: "previous",
      label: t("commands.previous"),
      group,
      keys: "alt+ArrowUp",
      whileTyping: true,
      run: () => step(-1),
    },
  ]);
}
