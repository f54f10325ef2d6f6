import { useTranslation } from "react-i18next";
import type { Time } from "../../../../../shared/contracts/values.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useNow } from "../../../lib/ui/use-now.ts";
import { windowEndsAt } from "../../../../../shared/domain/time.ts";
import classes from "./header.module.css";

const [minute, hour] = [60_000, 3_600_000];

/** How long free text may still be sent. */
export function WindowCountdown({ lastInboundAt }: { readonly lastInboundAt: Time | null }) {
  const { t } = useTranslation("workspace");
  const { clock } = useDesk();
  const now = useNow(clock, 15_000);
  const endsAt = windowEndsAt(lastInboundAt);
  const left = endsAt === null ? 0 : Date.parse(endsAt) - now;
  return (
    <span className={classes["window"]} data-near={left < 2 * hour} title={t("header.windowTitle")}>
      {left <= 0 ? t("header.windowShut") : t("header.window", { time: leftShown(left) })}
    </span>
  );
}

/** 23h 05m, 12m. */
function leftShown(milliseconds: number): string {
  const hours = Math.floor(milliseconds / hour);
  const minutes = Math.floor((milliseconds % hour) / minute);
  return hours === 0 ? `${minutes}m` : `${hours}h ${String(minutes).padStart(2, "0")}m`;
}
