import type { ComboboxItem, ComboboxItemGroup } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Destination } from "./destination.ts";
import type { QueueId, SectorId } from "../../../../../shared/contracts/ids.ts";
import type { Queue, Sector } from "../../../lib/directory/directory.ts";
import { RadioList } from "./radio-list.tsx";
import { useNames } from "../../../lib/directory/directory.ts";

/** Queues for a choice, by sector. */
export function groupedQueues(
  queues: readonly Queue[],
  sectorName: (sectorId: SectorId) => string | undefined,
): ComboboxItemGroup<ComboboxItem>[] {
  const bySector = Map.groupBy(queues, ({ sectorId }) => sectorId);
  return [...bySector].map(([sectorId, members]) => ({
    group: sectorName(sectorId) ?? "",
    items: members.map(({ id, name }) => ({ value: id, label: name })),
  }));
}

/** Chooses a queue. */
export function QueueChoice(props: {
  readonly queues: readonly Queue[];
  readonly sectors: readonly Sector[];
  /** The line in which the ticket waits already. */
  readonly current: QueueId | null;
  readonly chosen: Destination | null;
  readonly choose: (destination: Destination) => void;
}) {
  const { t } = useTranslation("workspace");
  const names = useNames();
  const isOpen = (sectorId: SectorId) => props.sectors.find(({ id }) => id === sectorId)?.isOpen === true;
  return (
    <RadioList
      label={t("transfer.queue")}
      items={props.queues
        .filter(({ id }) => id !== props.current)
        .map(({ id, sectorId, name }) => ({
          value: id,
          label: name,
          hint: names.sector(sectorId),
          state: isOpen(sectorId) ? undefined : t("transfer.closed"),
        }))}
      value={props.chosen?.to.kind === "queue" ? props.chosen.to.queueId : null}
      onChange={(value) => {
        const queue = props.queues.find(({ id }) => id === value);
        if (queue === undefined) return;
        const { id: queueId, name, sectorId } = queue;
        props.choose({ to: { kind: "queue", queueId }, name, sectorId, agent: null });
      }}
      empty={t("transfer.noQueues")}
    />
  );
}

/** Chooses a sector: the ticket goes into its first queue that somebody attends. */
export function SectorChoice(props: {
  readonly sectors: readonly Sector[];
  readonly chosen: Destination | null;
  readonly choose: (destination: Destination) => void;
}) {
  const { t } = useTranslation("workspace");
  return (
    <RadioList
      label={t("transfer.sector")}
      items={props.sectors.map(({ id, name, isOpen }) => ({
        value: id,
        label: name,
        state: t(isOpen ? "transfer.open" : "transfer.closed"),
      }))}
      value={props.chosen?.to.kind === "sector" ? props.chosen.to.sectorId : null}
      onChange={(value) => {
        const sector = props.sectors.find(({ id }) => id === value);
        if (sector === undefined) return;
        const { id: sectorId, name } = sector;
        props.choose({ to: { kind: "sector", sectorId }, name, sectorId, agent: null });
      }}
      empty={t("transfer.noSectors")}
    />
  );
}
