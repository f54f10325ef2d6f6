import { Alert, Button, Group, Modal, Radio, Select, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { QueueId } from "../../../../shared/contracts/ids.ts";
import { ApiError } from "../../lib/api/error.ts";
import type { AnswerOf } from "../../lib/api/types.ts";
import { RemovalReportView } from "./removal-report.tsx";
import { type Queue, useDirectory, useNames } from "../../lib/directory/directory.ts";
import { useErrorText } from "../../lib/i18n/hooks.ts";

type Report = AnswerOf<"removeQueue">;
type Fate = "none" | "transfer" | "close";

/** Removes a queue or a sector, says where its live tickets go, and tells what became of them. */
export function RemovalDialog(props: {
  readonly name: string;
  readonly hint?: string;
  /** What goes with it and can take no ticket. */
  readonly without: (queue: Queue) => boolean;
  readonly remove: (query: { transferTo?: QueueId; closeAll?: "true" }) => Promise<Report>;
  /** Something was removed, or its removal began. */
  readonly done: () => void;
  /** Whether it is gone by now. */
  readonly close: (gone: boolean) => void;
}) {
  const { t } = useTranslation(["sectors", "common", "forms"]);
  const { data } = useDirectory();
  const names = useNames();
  const [fate, setFate] = useState<Fate>("none");
  const [to, setTo] = useState<QueueId | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [report, setReport] = useState<Report | null>(null);
  const close = (): void => props.close(report?.removed === true);
  const targets = (data?.queues ?? []).filter((queue) => !props.without(queue));
  const remove = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const answer = await props.remove({
        ...(fate === "transfer" && to !== null ? { transferTo: to } : {}),
        ...(fate === "close" ? { closeAll: "true" } : {}),
      });
      setReport(answer);
      props.done();
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t("removal.title", { name: props.name })}
      closeButtonProps={{ "aria-label": t("common:state.close") }}
    >
      {report === null ? (
        <Stack>
          {props.hint === undefined ? null : <Text size="sm">{props.hint}</Text>}
          <Radio.Group label={t("removal.tickets")} value={fate} onChange={(value) => setFate(value)}>
            <Stack gap="xs" mt="xs">
              <Radio value="none" label={t("removal.none")} />
              <Radio value="transfer" label={t("removal.transfer")} disabled={targets.length === 0} />
              <Radio value="close" label={t("removal.close")} />
            </Stack>
          </Radio.Group>
          {fate === "transfer" ? (
            <Select
              label={t("removal.to")}
              searchable
              data={targets.map(({ id, name, sectorId }) => ({
                value: id,
                label: `${names.sector(sectorId) ?? ""} · ${name}`,
              }))}
              value={to}
              onChange={(value) => setTo(value)}
            />
          ) : null}
          {error === null ? null : <RemovalError error={error} />}
          <Group justify="flex-end">
            <Button variant="subtle" color="gray" onClick={close}>
              {t("common:state.cancel")}
            </Button>
            <Button
              color="red"
              loading={busy}
              disabled={fate === "transfer" && to === null}
              onClick={() => void remove()}
            >
              {t("forms:remove")}
            </Button>
          </Group>
        </Stack>
      ) : (
        <RemovalReportView report={report} again={() => void remove()} busy={busy} close={close} />
      )}
    </Modal>
  );
}

function RemovalError({ error }: { readonly error: unknown }) {
  const { t } = useTranslation("sectors");
  const textOf = useErrorText();
  const names = useNames();
  const inUse =
    error instanceof ApiError && error.code === "IN_USE" ? error.details["channelIds"] : undefined;
  const channels = Array.isArray(inUse)
    ? inUse.map((id: unknown) => names.channel(id as Parameters<typeof names.channel>[0]) ?? "")
    : null;
  return (
    <Alert color="red" role="alert">
      {channels === null ? textOf(error) : t("removal.inUse", { channels: channels.join(", ") })}
    </Alert>
  );
}
