import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type AgentNow, agentsNow, type Destination } from "./destination.ts";
import type { AgentId, ChannelId, QueueId } from "../../../../../shared/contracts/ids.ts";
import { Failed, Loading } from "../../../lib/ui/states.tsx";
import { groupedQueues } from "./queue-choice.tsx";
import type { Queue } from "../../../lib/directory/directory.ts";
import { RadioList } from "./radio-list.tsx";
import { useDesk } from "../../../lib/desk/context.ts";
import { useNames } from "../../../lib/directory/directory.ts";
import classes from "./radio-list.module.css";

/** How often the agents' state is asked for again while they are looked at, in milliseconds. */
const every = 15_000;

/** Chooses an agent of a queue, by who is there and has room at this moment. */
export function AgentChoice(props: {
  readonly queues: readonly Queue[];
  readonly channelIds: readonly ChannelId[];
  /** The queue that is shown first. */
  readonly first: QueueId | null;
  /** Who has the ticket already, in that queue. */
  readonly holder: AgentId | null;
  readonly chosen: Destination | null;
  readonly choose: (destination: Destination | null) => void;
}) {
  const { queues, first, chosen, choose } = props;
  const { t } = useTranslation("workspace");
  const { call } = useDesk();
  const names = useNames();
  const [queueId, setQueueId] = useState<QueueId | null>(
    () => (queues.find(({ id }) => id === first) ?? queues[0])?.id ?? null,
  );
  const queue = queues.find(({ id }) => id === queueId);
  const { data, error, refetch } = useQuery({
    queryKey: ["queue-agents", queueId],
    enabled: queueId !== null,
    refetchInterval: every,
    staleTime: 0,
    queryFn: async ({ signal }) => {
      if (queueId === null) return [];
      return (await call("listQueueAgents", { params: { queueId } }, { signal })).items;
    },
  });
  const agents = agentsNow(data ?? [], props.channelIds, names.agent).filter(
    ({ agentId }) => agentId !== props.holder || queueId !== first,
  );
  const pick = (agentId: string): void => {
    const agent = agents.find((it) => it.agentId === agentId);
    if (agent === undefined || queue === undefined) return;
    const to = { kind: "agent", agentId, queueId: queue.id } as const;
    choose({ to, name: agent.name, sectorId: queue.sectorId, agent });
  };
  const list = () => {
    if (data === undefined)
      return error === null ? <Loading /> : <Failed error={error} retry={() => void refetch()} />;
    return (
      <RadioList
        label={t("transfer.agent")}
        items={agents.map((agent) => ({
          value: agent.agentId,
          label: agent.name,
          state: <State agent={agent} />,
        }))}
        value={chosen?.agent?.agentId ?? null}
        onChange={pick}
        empty={t("transfer.noAgents")}
      />
    );
  };
  return (
    <>
      <Select
        label={t("transfer.inQueue")}
        data={groupedQueues(queues, names.sector)}
        value={queueId}
        onChange={(value) => {
          setQueueId(value as QueueId | null);
          choose(null);
        }}
        searchable
        allowDeselect={false}
        nothingFoundMessage={t("transfer.noQueues")}
        maxDropdownHeight={260}
      />
      {list()}
    </>
  );
}

function State({ agent }: { readonly agent: AgentNow }) {
  const { t } = useTranslation("workspace");
  return (
    <>
      <span>{t("transfer.load", { load: agent.load, limit: agent.limit })}</span>
      <span className={classes["dot"]} data-status={agent.status} aria-hidden />
      <span>{t(`transfer.status.${agent.status}`)}</span>
    </>
  );
}
