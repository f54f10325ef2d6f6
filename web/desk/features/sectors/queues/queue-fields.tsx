import { MultiSelect, NumberInput, SegmentedControl, Switch, Text, Textarea, TextInput } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { AgentId } from "../../../../../shared/contracts/ids.ts";
import type { QueueValues } from "../values.ts";
import { firstError } from "../../../lib/forms/first-error.ts";
import { mayName } from "../may.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useDirectory } from "../../../lib/directory/directory.ts";

/** The fields of a queue: who serves it, for which channels, how tickets reach them, and what customers in it are told. */
export function QueueFields(props: {
  readonly value: QueueValues;
  readonly onChange: (changed: Partial<QueueValues>) => void;
  readonly errors: Readonly<Record<string, unknown>>;
  /** Where the queue is in its form: `queue.`, or nothing. */
  readonly path?: string;
  /** As many agents as may be named at once. */
  readonly mostAgents: number;
  /** Who manages the queue's sector. */
  readonly managerIds: readonly AgentId[];
}) {
  const { t } = useTranslation("sectors");
  const { data } = useDirectory();
  const { me } = useDesk();
  const id = useId();
  const { value, onChange, path = "" } = props;
  const wrong = (name: string) => {
    const error = firstError(props.errors as Record<string, string>, `${path}${name}`);
    return error === undefined ? {} : { error };
  };
  const posts = { queues: data?.queues ?? [], managerIds: props.managerIds };
  const agents = (data?.agents ?? []).filter(
    (agent) => (agent.active && mayName(me, agent, posts)) || value.agentIds.includes(agent.id),
  );
  return (
    <>
      <TextInput
        label={t("queue.name")}
        placeholder={t("queue.nameExample")}
        maxLength={120}
        data-autofocus
        value={value.name}
        {...wrong("name")}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <MultiSelect
        label={t("queue.agents")}
        description={t("queue.agentsHint")}
        data={agents.map((agent) => ({ value: agent.id, label: agent.name }))}
        searchable
        clearable
        hidePickedOptions
        maxValues={props.mostAgents}
        nothingFoundMessage={t("queue.noAgents")}
        value={value.agentIds}
        {...wrong("agentIds")}
        onChange={(agentIds) => onChange({ agentIds })}
      />
      <MultiSelect
        label={t("queue.channels")}
        description={t("queue.channelsHint")}
        placeholder={value.channelIds.length === 0 ? t("queue.allChannels") : ""}
        data={(data?.channels ?? []).map((channel) => ({ value: channel.id, label: channel.name }))}
        clearable
        hidePickedOptions
        nothingFoundMessage={t("queue.noChannels")}
        value={value.channelIds}
        {...wrong("channelIds")}
        onChange={(channelIds) => onChange({ channelIds })}
      />
      <div>
        <Text size="sm" fw={600} id={id} mb={6}>
          {t("work.routing")}
        </Text>
        <SegmentedControl
          aria-labelledby={id}
          value={value.routing}
          data={(["automatic", "manual"] as const).map((kind) => ({
            value: kind,
            label: t(`routing.${kind}`),
          }))}
          onChange={(routing) => onChange({ routing })}
        />
        <Text size="xs" c="dimmed" mt={4}>
          {t(`routing.${value.routing}Hint`)}
        </Text>
      </div>
      <NumberInput
        label={t("queue.cap")}
        description={t("queue.capHint")}
        placeholder={t("queue.noCap")}
        styles={{ wrapper: { maxWidth: 200 } }}
        min={1}
        max={100_000}
        allowDecimal={false}
        value={value.waitingCap ?? ""}
        {...wrong("waitingCap")}
        onChange={(cap) => onChange({ waitingCap: cap === "" ? null : Number(cap) })}
      />
      <Textarea
        label={t("queue.greeting")}
        description={t("queue.greetingHint")}
        autosize
        minRows={2}
        maxLength={1024}
        value={value.greeting ?? ""}
        {...wrong("greeting")}
        onChange={({ currentTarget }) =>
          onChange({ greeting: currentTarget.value.trim() === "" ? null : currentTarget.value })
        }
      />
      <Switch
        label={t("queue.position")}
        description={t("queue.positionHint")}
        checked={value.tellsPosition}
        onChange={(event) => onChange({ tellsPosition: event.currentTarget.checked })}
      />
    </>
  );
}
