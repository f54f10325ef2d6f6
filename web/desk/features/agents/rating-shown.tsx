import { IconStarFilled } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Agent } from "./agents.ts";
import { useLocale } from "../../lib/i18n/hooks.ts";
import classes from "./live.module.css";

/** How contacts rated somebody over all, and how many did. That nobody did is said of who attends; of others, nothing. */
export function RatingShown({ person }: { readonly person: Pick<Agent, "rating" | "queueIds"> }) {
  const { t } = useTranslation("agents");
  const locale = useLocale();
  const { rating } = person;
  if (rating === null)
    return person.queueIds.length === 0 ? null : (
      <span className={classes["unrated"]}>{t("rating.none")}</span>
    );
  const average = rating.average.toLocaleString(locale, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  return (
    <span
      className={classes["rating"]}
      role="img"
      aria-label={t("rating.spoken", { average, count: rating.count })}
    >
      <IconStarFilled className={classes["star"]} size={14} aria-hidden />
      {average} <span>({rating.count})</span>
    </span>
  );
}
