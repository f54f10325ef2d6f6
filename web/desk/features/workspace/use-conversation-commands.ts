import { useTranslation } from "react-i18next";
import type { Ticket } from "../../../../shared/contracts/tickets.ts";
import { type Command, useCommands } from "../../lib/commands/registry.ts";
import { mayClose } from "./may.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useTake } from "./use-take.ts";

/** What can be done with the conversation that is shown, by keys and in the command bar. */
export function useConversationCommands(props: {
  readonly head: Ticket | null;
  readonly close: () => void;
  readonly reply: () => void;
}): void {
  const { t } = useTranslation("workspace");
  const { me } = useDesk();
  const { mutate } = useTake(() => undefined);
  const { head, close, reply } = props;
  const group = t("commands.group");
  const offered: Command[] = [];
  if (head?.phase === "waiting")
    offered.push({ id: "take", label: t("commands.take"), group, keys: "T", run: () => mutate(head) });
  if (head?.phase === "open" && head.agentId === me.agent.id)
    offered.push({ id: "reply", label: t("commands.reply"), group, keys: "R", run: reply });
  if (head !== null && mayClose(head, me))
    offered.push({ id: "close", label: t("commands.close"), group, keys: "F", run: close });
  useCommands(offered);
}
