import type { ComponentType } from "react";
import {
  IconArrowsLeftRight,
  IconCheck,
  IconClock,
  IconHandGrab,
  IconMail,
  IconMailOpened,
  IconRobot,
  IconSunrise,
  IconTags,
  IconUserCheck,
  IconUserOff,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Ticket } from "../../../../shared/contracts/tickets.ts";
import { type ActionName, offered } from "./may.ts";
import type { DialogName } from "./dialogs/names.ts";
import { useCommand } from "./use-command.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useDirectory } from "../../lib/directory/directory.ts";
import { useTake } from "./use-take.ts";

/** Something the person may do with the ticket that is shown. */
export interface Action {
  readonly name: ActionName;
  readonly label: string;
  readonly icon: ComponentType<{ size?: number | string; stroke?: number | string }>;
  readonly keys: string;
  readonly run: () => void;
  /** Whether it is under way. */
  readonly busy: boolean;
}

const icons: Readonly<Record<ActionName, Action["icon"]>> = {
  take: IconHandGrab,
  takeOver: IconUserCheck,
  wake: IconSunrise,
  markRead: IconMailOpened,
  markUnread: IconMail,
  snooze: IconClock,
  transfer: IconArrowsLeftRight,
  tags: IconTags,
  bot: IconRobot,
  drop: IconUserOff,
  close: IconCheck,
};

const keys: Readonly<Record<ActionName, string>> = {
  ...{ take: "T", takeOver: "T", wake: "W", markRead: "U", markUnread: "U", snooze: "A" },
  ...{ transfer: "E", tags: "G", bot: "B", drop: "D", close: "F" },
};

/** What the person may do with a ticket at this moment; `ask` opens a dialogue. */
export function useActions(head: Ticket | null, ask: (name: DialogName) => void): readonly Action[] {
  const { t } = useTranslation("workspace");
  const { me, call } = useDesk();
  const { data: directory } = useDirectory();
  const take = useTake(
    () => undefined,
    () => ask("forceTake"),
  );
  const mark = useCommand(
    ({ head: it, route }: { head: Ticket; route: "markRead" | "markUnread" | "wakeTicket" }) =>
      call(route, { params: { ticketId: it.id }, body: {} }),
    { tells: true },
  );
  if (head === null) return [];
  const run = (name: ActionName): void => {
    if (name === "take") take.mutate(head);
    else if (name === "markRead" || name === "markUnread") mark.mutate({ head, route: name });
    else if (name === "wake") mark.mutate({ head, route: "wakeTicket" });
    else ask(name);
  };
  return offered(head, me, directory).map((name) => ({
    name,
    label: name === "snooze" && head.phase === "snoozed" ? t("actions.snoozeAgain") : t(`actions.${name}`),
    icon: icons[name],
    keys: keys[name],
    run: () => run(name),
    busy: name === "take" ? take.isPending : name === "wake" && mark.isPending,
  }));
}
