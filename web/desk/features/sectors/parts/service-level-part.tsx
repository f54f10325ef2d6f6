import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SectorPart } from "../values.ts";
import { DurationField } from "../../../lib/forms/duration-field.tsx";

const targets = ["wait", "firstResponse", "handling"] as const;

/** In what time customers are to be attended: targets, each of which there may be none of. */
export function ServiceLevelPart({ form }: SectorPart) {
  const { t } = useTranslation("sectors");
  return (
    <>
      <Text size="sm" c="dimmed">
        {t("serviceLevel.hint")}
      </Text>
      {targets.map((target) => (
        <DurationField
          key={target}
          label={t(`serviceLevel.${target}`)}
          placeholder={t("serviceLevel.none")}
          units={["seconds", "minutes", "hours", "days"]}
          {...form.getInputProps(`serviceLevel.${target}`)}
          value={form.values.serviceLevel[target]}
        />
      ))}
    </>
  );
}
