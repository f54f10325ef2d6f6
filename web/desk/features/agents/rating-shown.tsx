import { IconStarFilled } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Agent } from "./agents.ts";
import { useLocale } from "../../lib/i18n/hooks.ts";
import classes from "./live.module.css";

/** How contacts rated somebody over all, and how many did; nothing where nobody rated. */
export function RatingShown({ rating }: { readonly rating: Agent["rating"] }) {
  const { t } = useTranslation("agents");
  const locale = useLocale();
  if (rating === null) return null;
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
