import { Group } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useRoute } from "wouter";
import type { TicketId } from "../../../../shared/contracts/ids.ts";
import { Conversation } from "./conversation.tsx";
import { Empty } from "../../lib/ui/states.tsx";
import { ListTabs } from "./lists/list-tabs.tsx";
import { OrderMenu } from "./lists/order-menu.tsx";
import { TicketList } from "./lists/ticket-list.tsx";
import { ViewSwitch } from "./lists/view-switch.tsx";
import type { ListName } from "../../lib/tickets/lists.ts";
import { useListPreferences } from "./lists/preferences.ts";
import { useTicketCommands } from "./lists/use-ticket-commands.ts";
import classes from "./page.module.css";

/** Where an agent spends the day: the lists at the left, the conversation beside them. */
export default function WorkspacePage() {
  const { t } = useTranslation(["workspace", "common"]);
  const [, params] = useRoute<{ ticketId: string }>("/:ticketId");
  const [, navigate] = useLocation();
  const [list, setList] = useState<ListName>("open");
  const { order, setOrder, view, setView } = useListPreferences();
  const ticketId = (params?.ticketId ?? null) as TicketId | null;
  const choose = (id: TicketId | null): void => navigate(id === null ? "/" : `/${id}`);
  useTicketCommands({ list, order, ticketId, choose });
  return (
    <div className={classes["page"]} data-chosen={ticketId !== null}>
      <h1 className={classes["title"]}>{t("common:nav.workspace")}</h1>
      <section className={classes["lists"]} data-view={view} aria-label={t("lists.label")}>
        <ListTabs list={list} setList={setList} />
        <Group className={classes["tools"] ?? ""} justify="space-between" wrap="nowrap" gap={4}>
          <OrderMenu order={order} setOrder={setOrder} />
          <ViewSwitch view={view} setView={setView} />
        </Group>
        <TicketList
          list={list}
          order={order}
          view={view}
          chosen={ticketId}
          choose={choose}
          onTaken={(id) => {
            setList("open");
            choose(id);
          }}
        />
      </section>
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
