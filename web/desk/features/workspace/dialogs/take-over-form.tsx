import { Select, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../../lib/api/error.ts";
import { FormEnd } from "./form-end.tsx";
import { groupedQueues } from "./queue-choice.tsx";
import { mayForce } from "../may.ts";
import type { QueueId } from "../../../../../shared/contracts/ids.ts";
import { serves } from "../../../../../shared/domain/reception-queues.ts";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { useCommand } from "../use-command.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useDirectory, useNames } from "../../../lib/directory/directory.ts";

/** Takes a ticket over from a colleague: it is transferred to the person, in a queue that they serve. */
export function TakeOverForm({ head, leave }: { readonly head: Ticket; readonly leave: () => void }) {
  const { t } = useTranslation("workspace");
  const { call, me, agentId } = useDesk();
  const { data: directory } = useDirectory();
  const names = useNames();
  const queues = (directory?.queues ?? []).filter(
    (it) => me.agent.queueIds.includes(it.id) && serves(it, head.channelId),
  );
  const [chosen, setChosen] = useState<QueueId | null>(null);
  const own = head.phase === "bot" ? undefined : queues.find(({ id }) => id === head.queueId);
  const queue = queues.find(({ id }) => id === chosen) ?? own ?? queues[0];
  const takeOver = useCommand(
    (input: { readonly queueId: QueueId; readonly force: boolean }) =>
      call("transferTicket", {
        params: { ticketId: head.id },
        body: {
          to: { kind: "agent", agentId, queueId: input.queueId },
          confirmed: true,
          force: input.force,
        },
      }),
    { done: leave },
  );
  const full = takeOver.error instanceof ApiError && takeOver.error.code === "AGENT_AT_LIMIT";
  const force = full && queue !== undefined && mayForce(queue.sectorId, me);
  const holder = head.phase === "open" ? names.agent(head.agentId) : undefined;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (queue !== undefined) takeOver.mutate({ queueId: queue.id, force });
      }}
    >
      <Stack>
        <Text size="sm">{t("takeOver.hint", { name: holder ?? t("author.agent") })}</Text>
        {own === undefined && queue !== undefined ? (
          <Select
            data-autofocus
            label={t("takeOver.queue")}
            description={t("takeOver.queueHint")}
            data={groupedQueues(queues, names.sector)}
            value={queue.id}
            allowDeselect={false}
            onChange={(value) => setChosen(value as QueueId | null)}
          />
        ) : null}
        {queue === undefined && directory !== undefined ? (
          <Text size="sm" c="red" role="alert">
            {t("takeOver.noQueue")}
          </Text>
        ) : null}
        {force ? (
          <Text size="sm" role="alert">
            {t("forceTake.hint")}
          </Text>
        ) : null}
        <FormEnd
          error={force ? null : takeOver.error}
          busy={takeOver.isPending}
          disabled={queue === undefined}
          confirm={t(force ? "forceTake.confirm" : "takeOver.confirm")}
          leave={leave}
        />
      </Stack>
    </form>
  );
}
