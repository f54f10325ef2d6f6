import { ActionIcon, Button, Group } from "@mantine/core";
import { IconRefresh, IconSend } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { AdminSection } from "../../lib/ui/admin-page.tsx";
import type { Delivery, Webhook } from "./webhooks.ts";
import { Empty } from "../../lib/ui/states.tsx";
import { eventWords } from "./events.ts";
import { RecordList } from "../../lib/ui/record-list.tsx";
import { tell } from "../../lib/ui/tell.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useErrorText, useTimeFormat } from "../../lib/i18n/hooks.ts";
import { useRecords, useRefresh } from "../../lib/ui/use-records.ts";
import classes from "./webhooks.module.css";

const deliveriesKey = "webhook-deliveries";

/** How long after a test the log is asked again: by then the receiver has mostly answered. */
const afterTest = 2_500;

/** What became of the events that a webhook was sent, the newest first, and a test of it. */
export function DeliveryLog({ webhook }: { readonly webhook: Webhook }) {
  const { t } = useTranslation("integrations");
  const { call } = useDesk();
  const textOf = useErrorText();
  const refresh = useRefresh();
  const params = { webhookId: webhook.id };
  const again = (): void => refresh(deliveriesKey);
  const records = useRecords([deliveriesKey, webhook.id], (cursor, signal) =>
    call(
      "listWebhookDeliveries",
      { params, query: { limit: 20, ...(cursor === undefined ? {} : { cursor }) } },
      { signal },
    ),
  );
  const test = useMutation({
    mutationFn: () => call("testWebhook", { params }),
    onSuccess: () => {
      tell({ kind: "done", text: t("log.testSent") });
      again();
      setTimeout(again, afterTest);
    },
    onError: (error) => tell({ kind: "error", text: textOf(error) }),
  });
  return (
    <AdminSection
      title={t("log.title")}
      hint={t("log.hint")}
      actions={
        <Group gap="xs">
          <ActionIcon
            data-hint={t("log.again")}
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t("log.again")}
            onClick={again}
          >
            <IconRefresh size={18} stroke={1.6} />
          </ActionIcon>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconSend size={16} stroke={1.6} />}
            loading={test.isPending}
            onClick={() => test.mutate()}
          >
            {t("log.test")}
          </Button>
        </Group>
      }
    >
      <RecordList
        label={t("log.title")}
        records={records}
        empty={<Empty title={t("log.empty")} hint={t("log.emptyHint")} />}
        row={(delivery) => <DeliveryRow delivery={delivery} />}
      />
    </AdminSection>
  );
}

function DeliveryRow({ delivery }: { readonly delivery: Delivery }) {
  const { t } = useTranslation("integrations");
  const { dayAndHour } = useTimeFormat();
  const { event, state, at, attempts, httpStatus, problem, milliseconds, nextAttemptAt } = delivery;
  const said = [
    httpStatus === null ? null : t("log.status", { status: httpStatus }),
    problem === null ? null : t(`problem.${problem}`),
    milliseconds === null ? null : t("log.took", { milliseconds }),
    attempts > 1 ? t("log.attempts", { count: attempts }) : null,
    nextAttemptAt === null ? null : t("log.next", { time: dayAndHour(nextAttemptAt) }),
  ].filter((text) => text !== null);
  return (
    <div className={classes["delivery"]}>
      <span className={classes["event"]}>{t(`event.${eventWords[event]}`)}</span>
      <span className={classes["state"]} data-state={state}>
        {t(`state.${state}`)}
      </span>
      <span className={classes["quiet"]}>{said.join(" · ")}</span>
      <time className={classes["quiet"]} dateTime={at}>
        {dayAndHour(at)}
      </time>
      <DeliveryDetails delivery={delivery} />
    </div>
  );
}

/** By what the receiver's own log finds a delivery. */
function DeliveryDetails({
  delivery: { id, ticketId, number, lastAttemptAt },
}: {
  readonly delivery: Delivery;
}) {
  const { t } = useTranslation("integrations");
  const { dateAndHour } = useTimeFormat();
  const told = [
    [t("log.id"), id],
    [t("log.ticket"), ticketId],
    [t("log.entry"), number],
    [t("log.lastAttempt"), lastAttemptAt === null ? null : dateAndHour(lastAttemptAt)],
  ] as const;
  return (
    <details className={classes["details"]}>
      <summary>{t("log.details")}</summary>
      <dl>
        {told.map(([name, value]) =>
          value === null ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </details>
  );
}
