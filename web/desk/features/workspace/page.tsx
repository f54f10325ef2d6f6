import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useRoute } from "wouter";
import type { TicketId } from "../../../../shared/contracts/ids.ts";
import { Conversation } from "./conversation.tsx";
import { Empty } from "../../lib/ui/states.tsx";
import { Lists } from "./lists/lists.tsx";
import classes from "./page.module.css";

/** Where an agent spends the day: the lists at the left, the conversation beside them. */
export default function WorkspacePage() {
  const { t } = useTranslation(["workspace", "common"]);
  const [, params] = useRoute<{ ticketId: string }>("/:ticketId");
  const [, navigate] = useLocation();
  const ticketId = (params?.ticketId ?? null) as TicketId | null;
  const choose = useCallback(
    (id: TicketId | null): void => navigate(id === null ? "/" : `/${id}`),
    [navigate],
  );
  return (
    <div className={classes["page"]} data-chosen={ticketId !== null}>
      <h1 className={classes["title"]}>{t("common:nav.workspace")}</h1>
      <Lists ticketId={ticketId} choose={choose} />
      <section className={classes["conversation"]}>
        {ticketId === null ? (
          <Empty title={t("choose.title")} hint={t("choose.hint")} />
        ) : (
          <Conversation key={ticketId} ticketId={ticketId} leave={() => choose(null)} />
        )}
      </section>
    </div>
  );
}
