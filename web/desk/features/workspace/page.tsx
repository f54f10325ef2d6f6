import { Suspense, useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useRoute } from "wouter";
import type { TicketId } from "../../../../shared/contracts/ids.ts";
import { Empty, Loading } from "../../lib/ui/states.tsx";
import { later } from "../../lib/ui/later.ts";
import { Lists } from "./lists/lists.tsx";
import { useShown } from "./use-shown.ts";
import classes from "./page.module.css";

const Conversation = later(() => import("./conversation.tsx"));

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
  const { place, list, gone } = useShown(ticketId, choose);
  return (
    <div className={classes["page"]} data-chosen={ticketId !== null}>
      <h1 className={classes["title"]}>{t("common:nav.workspace")}</h1>
      <Lists ticketId={ticketId} choose={choose} shown={list} />
      <section className={classes["conversation"]} ref={place} tabIndex={-1}>
        {ticketId === null ? (
          <Empty title={t("choose.title")} hint={t("choose.hint")} />
        ) : (
          <Suspense fallback={<Loading />}>
            <Conversation
              key={ticketId}
              ticketId={ticketId}
              leave={() => choose(null)}
              gone={() => gone(ticketId)}
            />
          </Suspense>
        )}
      </section>
    </div>
  );
}
