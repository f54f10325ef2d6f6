import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useSearch } from "wouter";
import { Empty, Failed, Loading } from "../../lib/ui/states.tsx";
import { type Filters, filtersOf, searchOf } from "./filters.ts";
import { FilterBar } from "./filter-bar.tsx";
import { HistoryTable } from "./history-table.tsx";
import { rowOf } from "./table.ts";
import { useHistory } from "./use-history.ts";
import { useNames } from "../../lib/directory/directory.ts";
import { useSave } from "./use-save.ts";
import classes from "./page.module.css";

/** What was closed: looked for by filters that the address holds, listed, kept as a file, and each conversation a click away. */
export default function HistoryPage() {
  const { t } = useTranslation("history");
  const search = useSearch();
  const [, navigate] = useLocation();
  const filters = useMemo(() => filtersOf(search), [search]);
  const { records, problem } = useHistory(filters);
  const names = useNames();
  const rows = useMemo(
    () => (records.items ?? []).map((ticket) => rowOf(ticket, names, t("gone"))),
    [records.items, names, t],
  );
  const save = useSave();
  const change = (next: Filters): void => {
    const query = searchOf(next);
    navigate(query === "" ? "/" : `/?${query}`, { replace: true });
  };
  const isAnytime = filters.contact !== undefined || filters.protocol !== undefined;
  const isRecent = filters.from === undefined && filters.to === undefined && !isAnytime;
  return (
    <div className={classes["page"]}>
      <div className={classes["inner"]}>
        <div className={classes["head"]}>
          <div>
            <h1 className={classes["title"]}>{t("title")}</h1>
            <p className={classes["count"]} role="status">
              {records.items === undefined
                ? " "
                : t(records.hasMore ? "countMore" : "count", { count: rows.length })}
              {isRecent && records.items !== undefined ? ` · ${t("recent")}` : ""}
            </p>
          </div>
          <Button
            variant="default"
            leftSection={<IconDownload size={18} stroke={1.6} aria-hidden />}
            disabled={rows.length === 0}
            onClick={() => save(rows)}
          >
            {t("save")}
          </Button>
        </div>
        <FilterBar filters={filters} change={change} problem={problem} />
        {records.items === undefined ? (
          records.error === null ? (
            <Loading />
          ) : (
            <Failed error={records.error} retry={records.retry} />
          )
        ) : rows.length === 0 && !records.hasMore ? (
          <Empty title={t("empty.title")} hint={t(problem === null ? "empty.hint" : "empty.problem")} />
        ) : (
          <HistoryTable rows={rows} />
        )}
        {records.items !== undefined && records.error !== null ? (
          <Failed error={records.error} retry={records.more} />
        ) : null}
        {records.hasMore && records.error === null ? (
          <Button
            className={classes["more"] ?? ""}
            variant="subtle"
            loading={records.isFetchingMore}
            onClick={records.more}
          >
            {t(rows.length === 0 ? "continue" : "more")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
