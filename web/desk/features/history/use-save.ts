import { useTranslation } from "react-i18next";
import { csvOf, saveCsv } from "../../lib/csv.ts";
import type { Row } from "./table.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useLocale, useTimeFormat } from "../../lib/i18n/hooks.ts";
import { timeOf } from "../../lib/time/clock.ts";

/** Gives the listed tickets as a file, in the words of the page. */
export function useSave(): (rows: readonly Row[]) => void {
  const { t } = useTranslation("history");
  const { clock } = useDesk();
  const locale = useLocale();
  const { dateAndHour } = useTimeFormat();
  return (rows) => {
    const head = [
      ...[t("column.protocol"), t("column.contact"), t("column.phone"), t("column.channel")],
      ...[t("column.sector"), t("column.queue"), t("column.agent"), t("column.tags")],
      ...[t("column.openedAt"), t("column.closedAt"), t("column.reason"), t("column.rating")],
    ];
    const lines = rows.map((row) => [
      ...[row.protocol, row.contact, row.phone.replace("+", ""), row.channel],
      ...[row.sector, row.queue, row.agent, row.tags.join(", ")],
      ...[dateAndHour(row.openedAt), dateAndHour(row.closedAt), t(`reason.${row.reason}`)],
      row.rating === null ? "" : String(row.rating),
    ]);
    // Where a comma begins the decimals, spreadsheets part cells by semicolons.
    const csv = csvOf([head, ...lines], locale === "en" ? "," : ";");
    saveCsv(`${t("file")}-${timeOf(clock()).slice(0, 10)}.csv`, csv);
  };
}
