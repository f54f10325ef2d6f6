import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { AgentId } from "../../../../../shared/contracts/ids.ts";
import type { Author } from "../../../../../shared/contracts/timeline.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useNames } from "../../../lib/directory/directory.ts";

/** Gives the name of who wrote on the business's side: the person themselves is "you", what writes by itself the bot. */
export function useAuthor(): (by: Author) => string {
  const { t } = useTranslation("workspace");
  const { agentId } = useDesk();
  const names = useNames();
  return useCallback(
    (by) => {
      if (by.kind !== "agent") return t("author.bot");
      return by.agentId === agentId ? t("author.you") : (names.agent(by.agentId) ?? t("author.agent"));
    },
    [t, agentId, names],
  );
}

/** Gives the names of people as events tell of them: at the beginning of a sentence, and within it. */
export function usePeople(): {
  readonly doer: (by: Author) => string;
  readonly within: (agentId: AgentId | null) => string;
} {
  const { t } = useTranslation("workspace");
  const { agentId: mine } = useDesk();
  const names = useNames();
  const author = useAuthor();
  return {
    doer: (by) => (by.kind === "agent" ? author(by) : t(`author.${by.kind}`)),
    within: (agentId) => {
      if (agentId === mine) return t("event.you");
      return (agentId === null ? undefined : names.agent(agentId)) ?? t("event.somebody");
    },
  };
}
