import { IconAlertCircle, IconCheck, IconChecks, IconClock, IconHelpCircle } from "@tabler/icons-react";
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import type { DeliveryStatus } from "../../../../../shared/contracts/timeline.ts";
import classes from "./ticks.module.css";

type Shown = DeliveryStatus | "pending";

const icons: Readonly<Record<Shown, ComponentType<{ size?: number | string; stroke?: number | string }>>> = {
  pending: IconClock,
  queued: IconClock,
  sending: IconClock,
  sent: IconCheck,
  delivered: IconChecks,
  read: IconChecks,
  failed: IconAlertCircle,
  unconfirmed: IconHelpCircle,
};

/** How far a message has come. */
export function Ticks({ status }: { readonly status: Shown }) {
  const { t } = useTranslation("workspace");
  const Icon = icons[status];
  return (
    <span className={classes["ticks"]} data-status={status} role="img" aria-label={t(`delivery.${status}`)}>
      <Icon size={15} stroke={2} />
    </span>
  );
}
