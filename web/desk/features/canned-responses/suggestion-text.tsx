import { Badge } from "@mantine/core";
import type { AgentId } from "../../../../shared/contracts/ids.ts";
import { useTranslation } from "react-i18next";
import type { CannedResponse } from "./canned.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useNames } from "../../lib/directory/directory.ts";
import { useTimeFormat } from "../../lib/i18n/hooks.ts";
import classes from "./canned.module.css";

/** A suggestion as it is read before a decision: its text whole, whose it is, for which sector, and since when. */
export function SuggestionText({ response }: { readonly response: CannedResponse }) {
  const { t } = useTranslation("canned-responses");
  const { me } = useDesk();
  const names = useNames();
  const { dayAndHour } = useTimeFormat();
  const { suggestedBy, sectorId } = response;
  const who =
    suggestedBy === me.agent.id
      ? t("by.you")
      : ((suggestedBy === null ? undefined : names.agent(suggestedBy as AgentId)) ?? t("by.somebody"));
  return (
    <>
      <div className={classes["head"]}>
        <strong>/{response.shortcut}</strong>
        <Badge variant="default">
          {sectorId === null ? t("general") : (names.sector(sectorId) ?? t("sector"))}
        </Badge>
        <span className={classes["quiet"]}>
          {t("by.line", { who, time: dayAndHour(response.createdAt) })}
        </span>
      </div>
      <p className={classes["whole"]}>{response.text}</p>
    </>
  );
}
