import { useTranslation } from "react-i18next";
import type { Action } from "./use-actions.tsx";
import { type Command, useCommands } from "../../lib/commands/registry.ts";
import { holds } from "./may.ts";
import type { Ticket } from "../../../../shared/contracts/tickets.ts";
import { useDesk } from "../../lib/desk/context.ts";

/** What can be done with the conversation that is shown, by keys and in the command bar. */
export function useConversationCommands(props: {
  readonly head: Ticket | null;
  readonly actions: readonly Action[];
  readonly reply: () => void;
  readonly togglePanel: () => void;
}): void {
  const { t } = useTranslation("workspace");
  const { me } = useDesk();
  const { head, actions, reply, togglePanel } = props;
  const group = t("commands.group");
  const offered: Command[] = [];
  if (head?.phase === "open" && holds(head, me))
    offered.push({ id: "reply", label: t("commands.reply"), group, keys: "R", run: reply });
  for (const { name, label, keys, run } of actions) offered.push({ id: name, label, group, keys, run });
  offered.push({ id: "panel", label: t("panel.label"), group, keys: "I", run: togglePanel });
  useCommands(offered);
}
