import { Tabs } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { listNames, type ListName } from "../../../lib/tickets/lists.ts";
import { useList } from "./use-list.ts";
import classes from "./list-tabs.module.css";

/** The lists, each with how many are in it. */
export function ListTabs(props: { readonly list: ListName; readonly setList: (list: ListName) => void }) {
  return (
    <Tabs
      value={props.list}
      onChange={(value) => props.setList(value as ListName)}
      className={classes["tabs"] ?? ""}
    >
      <Tabs.List grow>
        {listNames.map((list) => (
          <ListTab key={list} list={list} />
        ))}
      </Tabs.List>
    </Tabs>
  );
}

function ListTab({ list }: { readonly list: ListName }) {
  const { t } = useTranslation("workspace");
  const { tickets } = useList(list, "newest");
  const unread = list === "open" && tickets.some((head) => head.unread > 0);
  return (
    <Tabs.Tab value={list} className={classes["tab"] ?? ""}>
      {t(`lists.${list}`)}
      <span className={classes["count"]} data-unread={unread}>
        {tickets.length}
      </span>
    </Tabs.Tab>
  );
}
