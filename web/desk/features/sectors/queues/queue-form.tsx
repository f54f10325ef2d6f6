import { Alert } from "@mantine/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import * as z from "zod";
import { queueRules } from "../../../../../shared/contracts/organisation.ts";
import { sectorRoutes } from "../../../../../shared/contracts/routes/sectors.ts";
import { changedOf } from "../../../lib/forms/changes.ts";
import { isConflict, isGoing } from "../gone.ts";
import { emptyQueue, type QueueRecord, type QueueValues, type SectorRecord } from "../values.ts";
import { QueueFields } from "./queue-fields.tsx";
import { RecordForm } from "../../../lib/forms/record-form.tsx";
import { useActKey } from "../../../lib/forms/use-act-key.ts";
import { useContractForm } from "../../../lib/forms/use-contract-form.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useExplainedPosts } from "../post-errors.ts";

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
  readonly saved: (queue: QueueRecord) => void;
  /** The queue may be another than it was, though not all of it was saved: as it is, where that is known. */
  readonly touched: (queue: QueueRecord | null) => void;
  readonly leave: () => void;
}) {
  const { t } = useTranslation("sectors");
  const { call } = useDesk();
  const { sector, queue, touched } = props;
  const keyOf = useActKey();
  const explain = useExplainedPosts();
  /** The queue that was made here, while some of it is not saved yet. */
  const made = useRef<QueueRecord | null>(null);

  // A conflict gives the queue without who serves it.
  const read = (record: Omit<QueueRecord, "agentIds"> & { agentIds?: QueueRecord["agentIds"] }) => ({
    values: valuesOf({ ...record, agentIds: record.agentIds ?? queue?.agentIds ?? [] }),
    version: record.version,
  });
  const create = async (values: QueueValues): Promise<QueueRecord> => {
    const body = { ...values, agentIds: values.agentIds.slice(0, first) };
    const options = { idempotencyKey: keyOf(body) };
    const created = await call("createQueue", { params: { sectorId: sector.id }, body }, options);
    return { ...created, agentIds: body.agentIds };
  };
  const change = async (
    before: QueueRecord,
    { agentIds, ...patch }: Partial<QueueValues> & { expectedVersion?: number },
    done: (queue: QueueRecord) => void,
  ): Promise<QueueRecord> => {
    const params = { queueId: before.id };
    const { expectedVersion: _, ...rules } = patch;
    let now = before;
    if (Object.keys(rules).length > 0) {
      now = { ...(await call("changeQueue", { params, body: patch })), agentIds: before.agentIds };
      done(now);
    }
    if (agentIds === undefined) return now;
    return { ...now, ...(await call("setQueueAgents", { params, body: { agentIds } })) };
  };
  const save = async (
    values: QueueValues,
    patch: Partial<QueueValues> & { expectedVersion?: number },
  ): Promise<QueueRecord> => {
    let known: QueueRecord | null = null;
    try {
      if (queue !== null) return await change(queue, patch, (now) => (known = now));
      const before = (made.current ??= await create(values));
      return await change(before, changedOf(valuesOf(before), values), (now) => (made.current = now));
    } catch (error) {
      // What was saved of it, maybe without an answer, is the base of what is tried next; somebody else's change is asked about.
      if (known !== null || !isConflict(error) || isGoing(error)) touched(known);
      throw error;
    }
  };

  const contract = useContractForm<QueueValues, QueueRecord>({
    schema,
    initial: queue === null ? emptyQueue(sector.routing) : valuesOf(queue),
    version: queue?.version,
    save,
    read,
    explain: (error) => explain(error, {}),
    onSaved: props.saved,
  });
  const { form } = contract;
  const going = sector.removing !== null || (queue !== null && queue.removing !== null);
  return (
    <RecordForm of={contract} always plain cancel={props.leave} disabled={going}>
      {going ? <Alert color="yellow">{t("queue.going")}</Alert> : null}
      <QueueFields
        value={form.values}
        errors={form.errors}
        mostAgents={300}
        managerIds={sector.managerIds}
        onChange={(changed) => form.setValues(changed)}
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
