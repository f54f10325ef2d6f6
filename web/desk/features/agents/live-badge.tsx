import { useTranslation } from "react-i18next";
import type { Live } from "./live.ts";
import classes from "./live.module.css";

/** How somebody is now, in colour and in words, and how many tickets they hold. Nothing for who serves no queue. */
export function LiveBadge({ live }: { readonly live: Live | undefined }) {
  const { t } = useTranslation("agents");
  if (live === undefined) return null;
  const { status, load } = live;
  return (
    <span className={classes["badge"]} data-status={status}>
      <span className={classes["dot"]} aria-hidden />
      {t(`status.${status}`)}
      {load > 0 ? <span className={classes["load"]}>{t("open", { count: load })}</span> : null}
    </span>
  );
}
