import { useState } from "react";
import * as z from "zod";
import { queueRules } from "../../../../../shared/contracts/organisation.ts";
import { sectorRoutes } from "../../../../../shared/contracts/routes/sectors.ts";
import { emptyQueue, type QueueRecord, type QueueValues, type SectorRecord } from "../values.ts";
import { QueueFields } from "./queue-fields.tsx";
import { RecordForm } from "../../../lib/forms/record-form.tsx";
import { useContractForm } from "../../../lib/forms/use-contract-form.ts";
import { useDesk } from "../../../lib/desk/context.ts";

const schema = z.strictObject({
  ...queueRules,
  agentIds: sectorRoutes.setQueueAgents.body.shape.agentIds,
});

/** Agents that the making of a queue has room for; others are named right after. */
const first = 20;

/** A queue: a new one of the sector, or one that is there. */
export default function QueueForm(props: {
  readonly sector: SectorRecord;
  readonly queue: QueueRecord | null;
  readonly saved: () => void;
  readonly leave: () => void;
}) {
  const { call } = useDesk();
  const { sector, queue } = props;
  const [idempotencyKey] = useState(() => crypto.randomUUID());

  // A conflict gives the queue without who serves it.
  const read = (record: Omit<QueueRecord, "agentIds"> & { agentIds?: QueueRecord["agentIds"] }) => ({
    values: valuesOf({ ...record, agentIds: record.agentIds ?? queue?.agentIds ?? [] }),
    version: record.version,
  });
  const create = async (values: QueueValues): Promise<QueueRecord> => {
    const { agentIds } = values;
    const body = { ...values, agentIds: agentIds.slice(0, first) };
    const created = await call("createQueue", { params: { sectorId: sector.id }, body }, { idempotencyKey });
    if (agentIds.length > first)
      await call("setQueueAgents", { params: { queueId: created.id }, body: { agentIds } });
    return { ...created, agentIds };
  };
  const change = async (
    before: QueueRecord,
    { agentIds, ...patch }: Partial<QueueValues> & { expectedVersion?: number },
  ): Promise<QueueRecord> => {
    const params = { queueId: before.id };
    const { expectedVersion: _, ...rules } = patch;
    const changed =
      Object.keys(rules).length === 0 ? before : await call("changeQueue", { params, body: patch });
    if (agentIds === undefined) return { ...changed, agentIds: before.agentIds };
    return { ...changed, ...(await call("setQueueAgents", { params, body: { agentIds } })) };
  };

  const contract = useContractForm<QueueValues, QueueRecord>({
    schema,
    initial: queue === null ? emptyQueue(sector.routing) : valuesOf(queue),
    version: queue?.version,
    save: (values, patch) => (queue === null ? create(values) : change(queue, patch)),
    read,
    onSaved: props.saved,
  });
  const { form } = contract;
  return (
    <RecordForm of={contract} always plain cancel={props.leave}>
      <QueueFields
        value={form.values}
        errors={form.errors}
        mostAgents={300}
        onChange={(changed) => {
          form.setValues(changed);
          for (const name of Object.keys(changed)) form.clearFieldError(name);
        }}
      />
    </RecordForm>
  );
}

const valuesOf = (queue: QueueRecord): QueueValues => ({
  name: queue.name,
  agentIds: queue.agentIds,
  channelIds: queue.channelIds,
  routing: queue.routing,
  waitingCap: queue.waitingCap,
  greeting: queue.greeting,
  tellsPosition: queue.tellsPosition,
});
