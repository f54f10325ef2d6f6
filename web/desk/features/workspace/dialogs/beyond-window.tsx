import { Alert, Radio, Stack } from "@mantine/core";
import { IconClockExclamation } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { TemplateContent, Ticket } from "../../../../../shared/contracts/tickets.ts";
import { TemplateForm } from "../../../lib/templates/template-form.tsx";
import { useTimeFormat } from "../../../lib/i18n/hooks.ts";
import { windowEndsAt } from "../../../../../shared/domain/time.ts";

/** What is to happen when a ticket wakes after the window: a template goes out, or the person knows and goes on. */
export type Beyond = "template" | "confirm";

/** Says that a snooze ends after the window, and asks what is to happen then. */
export function BeyondWindow(props: {
  readonly head: Pick<Ticket, "channelId" | "lastInboundAt">;
  readonly beyond: Beyond;
  readonly setBeyond: (beyond: Beyond) => void;
  readonly setTemplate: (template: TemplateContent | null) => void;
}) {
  const { head, beyond } = props;
  const { t } = useTranslation("workspace");
  const { dayAndHour } = useTimeFormat();
  const endsAt = windowEndsAt(head.lastInboundAt);
  return (
    <Stack gap="sm">
      <Alert color="yellow" icon={<IconClockExclamation size={20} stroke={1.6} />}>
        {endsAt === null ? t("snooze.noWindow") : t("snooze.beyond", { time: dayAndHour(endsAt) })}
      </Alert>
      <Radio.Group
        label={t("snooze.then")}
        value={beyond}
        onChange={(value) => props.setBeyond(value === "confirm" ? "confirm" : "template")}
      >
        <Stack gap="xs" mt={6}>
          <Radio value="template" label={t("snooze.sendTemplate")} />
          <Radio value="confirm" label={t("snooze.knowing")} />
        </Stack>
      </Radio.Group>
      {beyond === "template" ? (
        <TemplateForm channelId={head.channelId} onChange={props.setTemplate} />
      ) : null}
    </Stack>
  );
}
