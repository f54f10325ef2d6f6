import { Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { mayManage } from "../../../../shared/domain/authorisation.ts";
import { Empty } from "../../lib/ui/states.tsx";
import { RecordList } from "../../lib/ui/record-list.tsx";
import { RemoveButton } from "./remove-button.tsx";
import { SuggestionText } from "./suggestion-text.tsx";
import { useCanned } from "./canned.ts";
import { useDesk } from "../../lib/desk/context.ts";
import classes from "./canned.module.css";

/** Suggestions that were refused, and why. */
export function RejectedList() {
  const { t } = useTranslation("canned-responses");
  const { me } = useDesk();
  const records = useCanned("rejected");
  return (
    <RecordList
      label={t("tabs.rejected")}
      records={records}
      textOf={(it) => `${it.shortcut} ${it.text}`}
      empty={<Empty title={t("empty.rejected")} />}
      row={(it) => (
        <div className={classes["suggestion"]}>
          <SuggestionText response={it} />
          {it.state.kind === "rejected" ? (
            <p className={classes["reason"]}>{t("refuse.said", { reason: it.state.reason })}</p>
          ) : null}
          {mayManage(me.agent, it.sectorId) || it.suggestedBy === me.agent.id ? (
            <Group justify="flex-end">
              <RemoveButton response={it} />
            </Group>
          ) : null}
        </div>
      )}
    />
  );
}
