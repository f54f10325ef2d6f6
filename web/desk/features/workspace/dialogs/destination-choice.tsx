import { SegmentedControl, Stack } from "@mantine/core";
import { useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { AgentChoice } from "./agent-choice.tsx";
import type { Destination } from "./destination.ts";
import { Failed, Loading } from "../../../lib/ui/states.tsx";
import { QueueChoice, SectorChoice } from "./queue-choice.tsx";
import { serves } from "../../../../../shared/domain/reception-queues.ts";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { useDirectory } from "../../../lib/directory/directory.ts";

const kinds = ["agent", "queue", "sector"] as const;
type Kind = (typeof kinds)[number];

/** Chooses where tickets are sent: to an agent, into a queue or to a sector that takes their channels. */
export function DestinationChoice(props: {
  readonly heads: readonly Ticket[];
  readonly chosen: Destination | null;
  readonly choose: (destination: Destination | null) => void;
}) {
  const { heads, chosen, choose } = props;
  const { data: directory, error, refetch } = useDirectory();
  const [kind, setKind] = useState<Kind>("agent");
  if (directory === undefined)
    return error === null ? <Loading /> : <Failed error={error} retry={() => void refetch()} />;
  const channelIds = [...new Set(heads.map(({ channelId }) => channelId))];
  const sectors = directory.sectors.filter(({ active }) => active);
  const queues = directory.queues.filter(
    (queue) => channelIds.every((id) => serves(queue, id)) && sectors.some(({ id }) => id === queue.sectorId),
  );
  const [only] = heads.length === 1 ? heads : [];
  const placed = only !== undefined && only.phase !== "bot" ? only : undefined;
  return (
    <Stack gap="sm">
      <Kinds
        kind={kind}
        setKind={(value) => {
          setKind(value);
          choose(null);
        }}
      />
      {kind === "agent" ? (
        <AgentChoice
          queues={queues}
          channelIds={channelIds}
          first={placed?.queueId ?? null}
          holder={placed?.phase === "open" ? placed.agentId : null}
          chosen={chosen}
          choose={choose}
        />
      ) : kind === "queue" ? (
        <QueueChoice
          queues={queues}
          sectors={sectors}
          current={placed?.phase === "waiting" ? placed.queueId : null}
          chosen={chosen}
          choose={choose}
        />
      ) : (
        <SectorChoice
          sectors={sectors.filter(({ id }) => queues.some(({ sectorId }) => sectorId === id))}
          chosen={chosen}
          choose={choose}
        />
      )}
    </Stack>
  );
}

/** The first thing to choose; it has the focus as the dialogue opens. */
function Kinds({ kind, setKind }: { readonly kind: Kind; readonly setKind: (kind: Kind) => void }) {
  const { t } = useTranslation("workspace");
  const control = useRef<HTMLDivElement>(null);
  // The control passes nothing on to its inputs.
  useLayoutEffect(
    () => control.current?.querySelector("input:checked")?.setAttribute("data-autofocus", ""),
    [],
  );
  return (
    <SegmentedControl
      ref={control}
      fullWidth
      aria-label={t("transfer.to")}
      value={kind}
      onChange={setKind}
      data={kinds.map((value) => ({ value, label: t(`transfer.${value}`) }))}
    />
  );
}
