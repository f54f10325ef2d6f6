import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SectorRecord } from "./values.ts";
import { useTimeFormat } from "../../lib/i18n/hooks.ts";

/** Whether the sector receives anybody now, and if not, when it does. */
export function SectorState({ sector }: { readonly sector: SectorRecord }) {
  const { t } = useTranslation("sectors");
  const { dayAndHour } = useTimeFormat();
  if (!sector.active)
    return (
      <Badge variant="light" color="gray" tt="none">
        {t("state.inactive")}
      </Badge>
    );
  if (sector.isOpen)
    return (
      <Badge variant="light" tt="none">
        {t("state.open")}
      </Badge>
    );
  return (
    <Badge variant="light" color="gray" tt="none">
      {sector.opensAt === null ? t("state.closed") : t("state.opens", { time: dayAndHour(sector.opensAt) })}
    </Badge>
  );
}
