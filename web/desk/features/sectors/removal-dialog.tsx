import { Alert, Button, Group, Modal, Radio, Select, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChannelId, QueueId } from "../../../../shared/contracts/ids.ts";
import { ApiError } from "../../lib/api/error.ts";
import { mayManage } from "./may.ts";
import { RemovalReportView } from "./removal-report.tsx";
import { type Queue, useDirectory, useNames } from "../../lib/directory/directory.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useErrorText } from "../../lib/i18n/hooks.ts";
import { type Remove, useRemoval } from "./use-removal.ts";

type Fate = "none" | "transfer" | "close";

/** Removes a queue or a sector, says where its live tickets go, and tells what became of them. */
export function RemovalDialog(props: {
  readonly name: string;
  readonly hint?: string;
  /** Whether its removal is under way already. */
  readonly begun: boolean;
  /** What goes with it and can take no ticket. */
  readonly without: (queue: Queue) => boolean;
  readonly remove: Remove;
  /** Looks whether its removal is under way. */
  readonly look: () => Promise<boolean>;
  /** Something was removed, or its removal began or was called off. */
  readonly done: () => void;
  /** Whether it is gone by now. */
  readonly close: (gone: boolean) => void;
}) {
  const { t } = useTranslation(["sectors", "common", "forms"]);
  const { me } = useDesk();
  const { data } = useDirectory();
  const names = useNames();
  const [fate, setFate] = useState<Fate>("none");
  const [to, setTo] = useState<QueueId | null>(null);
  const removal = useRemoval(props);
  const { report, error, busy } = removal;
  const close = (): void => props.close(report?.removed === true);
  const targets = (data?.queues ?? []).filter(
    (queue) => !props.without(queue) && mayManage(me, queue.sectorId),
  );
  const remove = (): void =>
    void removal.remove({
      ...(fate === "transfer" && to !== null ? { transferTo: to } : {}),
      ...(fate === "close" ? { closeAll: "true" } : {}),
    });
  const shown = removal.calledOff || error !== null ? <RemovalError {...removal} /> : null;
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
              <Radio value="none" label={t(props.begun ? "removal.asSaid" : "removal.none")} />
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
          {shown}
          <Group justify="flex-end">
            <Button variant="subtle" color="gray" onClick={close}>
              {t("common:state.cancel")}
            </Button>
            <Button color="red" loading={busy} disabled={fate === "transfer" && to === null} onClick={remove}>
              {t("forms:remove")}
            </Button>
          </Group>
        </Stack>
      ) : (
        <RemovalReportView
          report={report}
          error={shown}
          again={() => void removal.remove({})}
          busy={busy}
          close={close}
        />
      )}
    </Modal>
  );
}

/** Why it was not removed. */
function RemovalError({ error, calledOff }: { readonly error: unknown; readonly calledOff: boolean }) {
  const { t } = useTranslation("sectors");
  const textOf = useErrorText();
  const names = useNames();
  const why = (): string => {
    if (!(error instanceof ApiError)) return error === null ? t("removal.calledOffHint") : textOf(error);
    const { channelIds, queueId } = error.details;
    if (error.code === "IN_USE" && Array.isArray(channelIds)) {
      const channels = channelIds.map((id: unknown) => names.channel(id as ChannelId) ?? "");
      return t("removal.inUse", { channels: channels.join(", ") });
    }
    return error.code === "NOT_FOUND" && queueId !== undefined ? t("removal.noTarget") : textOf(error);
  };
  return (
    <Alert color="red" role="alert">
      {calledOff ? (
        <Text size="sm" fw={600} mb={4}>
          {t("removal.calledOff")}
        </Text>
      ) : null}
      {why()}
    </Alert>
  );
}
