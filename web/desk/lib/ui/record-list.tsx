import { Button, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Records } from "./use-records.ts";
import { Empty, Failed, Loading } from "./states.tsx";
import { matches } from "./search.ts";
import classes from "./record-list.module.css";

/** From how many items on a list can be searched. */
const many = 8;

/**
 * A list of records: a row each, more of them on demand, and a search over all of them (what is not loaded yet comes by itself
 * while somebody searches, for the API's lists have no search of their own, and while there is nothing to show yet, for a page may
 * leave out what it was given). Says when there is nothing, and what failed.
 */
export function RecordList<Item extends { readonly id: string }>(props: {
  /** Names the list to who does not see it. */
  readonly label: string;
  readonly records: Records<Item>;
  readonly row: (item: Item) => ReactNode;
  /** What the search looks into; absent: there is no search. */
  readonly textOf?: (item: Item) => string;
  /** In place of the list while there is nothing. */
  readonly empty: ReactNode;
  /** Beside the search: filters of the page. */
  readonly tools?: ReactNode;
}) {
  const { t } = useTranslation("forms");
  const { records, textOf } = props;
  const [search, setSearch] = useState("");
  const wanted = search.trim();
  const { hasMore, isFetchingMore, more, error } = records;
  const searching = wanted !== "";
  const looking = (searching || records.items?.length === 0) && hasMore;
  useEffect(() => {
    if (looking && !isFetchingMore && error === null) more();
  }, [looking, isFetchingMore, error, more]);
  if (records.items === undefined)
    return error === null ? <Loading /> : <Failed error={error} retry={records.retry} />;
  const shown = searching
    ? records.items.filter((item) => matches(textOf?.(item) ?? "", wanted))
    : records.items;
  const searchable = textOf !== undefined && (records.items.length > many || hasMore || searching);
  return (
    <div className={classes["list"]}>
      {searchable || props.tools !== undefined ? (
        <div className={classes["tools"]}>
          {searchable ? (
            <TextInput
              className={classes["search"] ?? ""}
              type="search"
              aria-label={t("list.search")}
              placeholder={t("list.search")}
              leftSection={<IconSearch size={16} stroke={1.6} aria-hidden />}
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
            />
          ) : null}
          {props.tools}
        </div>
      ) : null}
      {records.items.length === 0 && !hasMore ? props.empty : null}
      {shown.length === 0 && looking && error === null ? <Loading /> : null}
      {shown.length === 0 && searching && !hasMore ? (
        <Empty title={t("list.nothing", { search: wanted })}>
          <Button variant="subtle" size="xs" onClick={() => setSearch("")}>
            {t("list.clear")}
          </Button>
        </Empty>
      ) : null}
      {shown.length === 0 ? null : (
        <ul className={classes["rows"]} aria-label={props.label}>
          {shown.map((item) => (
            <li key={item.id} className={classes["row"]}>
              {props.row(item)}
            </li>
          ))}
        </ul>
      )}
      {error === null ? null : <Failed error={error} retry={more} />}
      {hasMore && error === null && !(looking && shown.length === 0) ? (
        <Button
          variant="subtle"
          className={classes["more"] ?? ""}
          loading={isFetchingMore}
          onClick={() => more()}
        >
          {t("list.more")}
        </Button>
      ) : null}
    </div>
  );
}
