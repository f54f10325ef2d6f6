import { ActionIcon, TextInput } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconSearch, IconX } from "@tabler/icons-react";
import type { KeyboardEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { NotAll } from "../timeline/older-notice.tsx";
import type { Search } from "./use-search.ts";
import classes from "./search.module.css";

/** Where a person types what they look for in the conversation, and goes from one match to the next. */
export function SearchBar({ search, leave }: { readonly search: Search; readonly leave: () => void }) {
  const { t } = useTranslation("workspace");
  const { wanted, found, current } = search;
  const press = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      event.stopPropagation();
      leave();
    }
    if (event.key !== "Enter" && event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    search.go(event.key === "ArrowDown" || (event.key === "Enter" && event.shiftKey) ? "newer" : "older");
  };
  const none = found.length === 0;
  return (
    <search className={classes["bar"]}>
      <TextInput
        className={classes["field"] ?? ""}
        size="sm"
        autoFocus
        aria-label={t("search.label")}
        placeholder={t("search.label")}
        leftSection={<IconSearch size={16} stroke={1.6} aria-hidden />}
        value={wanted}
        onChange={(event) => search.want(event.currentTarget.value)}
        onKeyDown={press}
      />
      <span className={classes["count"]} role="status">
        <Count search={search} />
      </span>
      <Step label={t("search.older")} disabled={none} step={() => search.go("older")}>
        <IconChevronUp size={18} />
      </Step>
      <Step
        label={t("search.newer")}
        disabled={none || current === found.at(-1)}
        step={() => search.go("newer")}
      >
        <IconChevronDown size={18} />
      </Step>
      <Step label={t("search.leave")} disabled={false} step={leave}>
        <IconX size={18} />
      </Step>
    </search>
  );
}

/** The place of the match among those found: the newest is the first, as the search goes back in time. */
function Count({ search }: { readonly search: Search }) {
  const { t } = useTranslation("workspace");
  const { find, found, current, more, looking, lookOn } = search;
  if (find === "") return null;
  if (looking) return t("search.looking");
  if (lookOn !== null) return <NotAll text={t("search.stopped")} retry={lookOn} />;
  if (current === null) return t("search.none");
  const place = found.length - found.indexOf(current);
  return t(more ? "search.countMore" : "search.count", { place, count: found.length });
}

const Step = (props: {
  readonly label: string;
  readonly disabled: boolean;
  readonly step: () => void;
  readonly children: ReactNode;
}) => (
  <ActionIcon
    data-hint={props.label}
    variant="subtle"
    color="gray"
    aria-label={props.label}
    disabled={props.disabled}
    onClick={props.step}
  >
    {props.children}
  </ActionIcon>
);
