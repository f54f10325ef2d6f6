import { useTranslation } from "react-i18next";
import type { ChannelPresence } from "../../lib/presence/rules.ts";
import { durationShown } from "./words-of.ts";
import { useLocale } from "../../lib/i18n/hooks.ts";
import { usePauseReasons } from "./use-pause-reasons.ts";
import classes from "./channel-row.module.css";

/** Why a pause is, who began it, and whether it takes longer than planned. `spent` in milliseconds. */
export function PauseLine(props: {
  readonly pause: NonNullable<ChannelPresence["pause"]>;
  readonly spent: number;
}) {
  const { t } = useTranslation("presence");
  const locale = useLocale();
  const reasons = usePauseReasons();
  const reason = reasons.data?.find(({ id }) => id === props.pause.reasonId);
  const suggested = reason?.suggestedSeconds ?? null;
  const isOver = suggested !== null && props.spent > suggested * 1_000;
  return (
    <>
      {reason === undefined ? null : (
        <p className={classes["more"]}>
          {t("row.reason", { name: reason.name })}
          {suggested === null ? null : (
            <span className={isOver ? classes["over"] : undefined}>
              {" · "}
              {t(isOver ? "row.over" : "row.suggested", { duration: durationShown(suggested, locale) })}
            </span>
          )}
        </p>
      )}
      {props.pause.induced ? <p className={classes["more"]}>{t("row.induced")}</p> : null}
    </>
  );
}
