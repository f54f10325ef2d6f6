import { useTranslation } from "react-i18next";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import type { TicketId } from "../../../../../shared/contracts/ids.ts";
import { listNames, type ListName } from "../../../lib/tickets/lists.ts";
import { type Command, useCommands } from "../../../lib/commands/registry.ts";

/** From one ticket of the list to the next by keys, also while writing; from list to list; and choosing several. */
export function useTicketCommands(props: {
  readonly shown: readonly Ticket[];
  readonly ticketId: TicketId | null;
  readonly choose: (ticketId: TicketId) => void;
  readonly show: (list: ListName) => void;
  readonly select: () => void;
}): void {
  const { t } = useTranslation("workspace");
  const step = (by: 1 | -1): void => {
    const all = props.shown;
    const at = all.findIndex(({ id }) => id === props.ticketId);
    const next = at === -1 ? all.at(by === 1 ? 0 : -1) : all[at + by];
    if (next !== undefined) props.choose(next.id);
  };
  const group = t("commands.group");
  const steps: readonly Command[] = [
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
  ];
  const lists = listNames.map((list, index): Command => ({
    id: `list-${list}`,
    label: t("commands.list", { list: t(`lists.${list}`) }),
    group,
    keys: String(index + 1),
    run: () => props.show(list),
  }));
  useCommands([
    ...steps,
    ...lists,
    { id: "select", label: t("bulk.begin"), group, keys: "X", run: props.select },
  ]);
}
