import { useTranslation } from "react-i18next";
import type { Author } from "../../../../../shared/contracts/timeline.ts";
import { useDesk } from "../../../lib/desk/context.ts";

/** Gives the name of who wrote on the business's side. */
export function useAuthor(): (by: Author) => string {
  const { t } = useTranslation("workspace");
  const { agentId } = useDesk();
  return (by) => {
    if (by.kind !== "agent") return t("author.bot");
    return by.agentId === agentId ? t("author.you") : t("author.agent");
  };
}
