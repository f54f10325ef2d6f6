import { NumberInput, SegmentedControl, Switch, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SectorPart } from "../values.ts";

/** How its agents work: how much at once, routed or taken, who begins conversations, what closing asks for. */
export function WorkPart({ form }: SectorPart) {
  const { t } = useTranslation("sectors");
  return (
    <>
      <NumberInput
        label={t("work.limit")}
        description={t("work.limitHint")}
        styles={{ wrapper: { maxWidth: 160 } }}
        min={1}
        max={1000}
        allowDecimal={false}
        {...form.getInputProps("ticketLimit")}
      />
      <div>
        <Text size="sm" fw={600} id="sector-routing">
          {t("work.routing")}
        </Text>
        <Text size="xs" c="dimmed" mb={6}>
          {t("work.routingHint")}
        </Text>
        <SegmentedControl
          aria-labelledby="sector-routing"
          data={(["automatic", "manual"] as const).map((value) => ({ value, label: t(`routing.${value}`) }))}
          {...form.getInputProps("routing")}
        />
      </div>
      <Switch
        label={t("work.outreach")}
        description={t("work.outreachHint")}
        {...form.getInputProps("outreach", { type: "checkbox" })}
      />
      <Switch
        label={t("work.tags")}
        description={t("work.tagsHint")}
        {...form.getInputProps("tagsRequired", { type: "checkbox" })}
      />
      <Switch
        label={t("work.survey")}
        description={t("work.surveyHint")}
        {...form.getInputProps("survey", { type: "checkbox" })}
      />
    </>
  );
}
