import { Badge } from "@mantine/core";
import { IconStarFilled } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Row } from "./table.ts";
import { useTimeFormat } from "../../lib/i18n/hooks.ts";
import classes from "./history-table.module.css";

/** Closed tickets, a line each; the line leads to the conversation. On a narrow screen what matters most stays. */
export function HistoryTable({ rows }: { readonly rows: readonly Row[] }) {
  const { t } = useTranslation("history");
  const wide = classes["wide"];
  return (
    <div className={classes["frame"]}>
      <table className={classes["table"]} aria-label={t("title")}>
        <thead>
          <tr>
            <th scope="col">{t("column.contact")}</th>
            <th scope="col" className={wide}>
              {t("column.where")}
            </th>
            <th scope="col" className={wide}>
              {t("column.agent")}
            </th>
            <th scope="col" className={wide}>
              {t("column.tags")}
            </th>
            <th scope="col">{t("column.closedAt")}</th>
            <th scope="col" className={wide}>
              {t("column.rating")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Line key={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({ row }: { readonly row: Row }) {
  const { t } = useTranslation("history");
  const { dateAndHour } = useTimeFormat();
  const wide = classes["wide"];
  const where = [row.queue, row.agent].filter((it) => it !== "").join(" · ");
  return (
    <tr className={classes["row"]}>
      <td>
        <Link className={classes["link"] ?? ""} href={`~/workspace/${row.id}`}>
          {row.contact}
        </Link>
        <span className={`${classes["quiet"]} ${classes["number"]}`}>{row.protocol || t("noProtocol")}</span>
        <span className={`${classes["quiet"]} ${classes["whereNarrow"]}`}>{where}</span>
      </td>
      <td className={wide}>
        {row.queue || "–"}
        <span className={classes["quiet"]}>
          {[row.sector, row.channel].filter((it) => it !== "").join(" · ")}
        </span>
      </td>
      <td className={wide}>{row.agent || "–"}</td>
      <td className={wide}>
        <span className={classes["tags"]}>
          {row.tags.map((tag, index) => (
            <Badge key={index} variant="light" color="gray" tt="none" fw={500}>
              {tag}
            </Badge>
          ))}
        </span>
      </td>
      <td>
        <time className={classes["number"]} dateTime={row.closedAt}>
          {dateAndHour(row.closedAt)}
        </time>
        {row.reason === "agent" ? null : (
          <span className={classes["quiet"]}>{t(`reason.${row.reason}`)}</span>
        )}
      </td>
      <td className={wide}>
        {row.rating === null ? null : (
          <span className={classes["rating"]}>
            {row.rating} <IconStarFilled size={13} role="img" aria-label={t("ofFive")} />
          </span>
        )}
      </td>
    </tr>
  );
}
