import { ActionIcon, Badge, Button, Modal } from "@mantine/core";
import { IconPlus, IconTrash, IconUsers } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { QueueId } from "../../../../../shared/contracts/ids.ts";
import type { QueueRecord, SectorRecord } from "../values.ts";
import { AdminSection } from "../../../lib/ui/admin-page.tsx";
import { Empty, Failed, Loading } from "../../../lib/ui/states.tsx";
import { RecordList } from "../../../lib/ui/record-list.tsx";
import { RecordRow } from "../../../lib/ui/record-row.tsx";
import { RemovalDialog } from "../removal-dialog.tsx";
import { askFirst } from "../../../lib/forms/leave.ts";
import { noteServed, useServed } from "./served.ts";
import { useWhenFewer } from "../use-when-fewer.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useRecords, useRefresh } from "../../../lib/ui/use-records.ts";

const QueueForm = lazy(() => import("./queue-form.tsx"));

const editedKey = (queueId: QueueId | null) => ["queue", queueId, "edited"] as const;

const isGoing = ({ removing }: Pick<QueueRecord, "removing">): boolean => removing !== null;

/** The queues of a sector. */
export function QueuesTab({ sector }: { readonly sector: SectorRecord }) {
  const { t } = useTranslation(["sectors", "common"]);
  const { call, clock } = useDesk();
  const refresh = useRefresh();
  const queries = useQueryClient();
  const countOf = useServed();
  const [edited, setEdited] = useState<QueueId | "new" | null>(null);
  const [removed, setRemoved] = useState<Pick<QueueRecord, "id" | "name" | "removing"> | null>(null);
  const records = useRecords(
    ["queues", sector.id],
    (cursor, signal) =>
      call("listQueues", { params: { sectorId: sector.id }, query: { cursor, limit: 100 } }, { signal }),
    isGoing,
  );
  const leave = (): void => askFirst(() => setEdited(null));
  const changed = (): void => refresh("queues", "queue", "directory", "sectors", "agents", "agent");
  useWhenFewer(records.items?.filter(isGoing).length, changed);
  return (
    <AdminSection
      title={t("queues.title")}
      hint={t("queues.hint")}
      actions={
        <Button
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          disabled={sector.removing !== null}
          onClick={() => setEdited("new")}
        >
          {t("queues.add")}
        </Button>
      }
    >
      <RecordList
        label={t("queues.title")}
        records={records}
        textOf={({ name }) => name}
        empty={<Empty title={t("queues.none")} hint={t("queues.noneHint")} />}
        row={(queue) => {
          const count = countOf(queue.id);
          return (
            <RecordRow
              title={queue.name}
              icon={<IconUsers size={20} stroke={1.6} />}
              hint={count === undefined ? "\u00A0" : t("queues.agents", { count })}
              state={
                <>
                  {queue.removing === null ? null : (
                    <Badge variant="light" color="yellow" tt="none">
                      {t("state.removing")}
                    </Badge>
                  )}
                  <Badge variant="light" color="gray" tt="none">
                    {t(`routing.${queue.routing}`)}
                  </Badge>
                </>
              }
              actions={
                <>
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    aria-label={t("editNamed", { name: queue.name })}
                    disabled={queue.removing !== null || sector.removing !== null}
                    onClick={() => setEdited(queue.id)}
                  >
                    {t("edit")}
                  </Button>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={t("removeNamed", { name: queue.name })}
                    onClick={() => setRemoved(queue)}
                  >
                    <IconTrash size={18} stroke={1.6} />
                  </ActionIcon>
                </>
              }
            />
          );
        }}
      />
      <Modal
        opened={edited !== null}
        onClose={leave}
        size="lg"
        title={t(edited === "new" ? "queues.add" : "queues.edit")}
        closeButtonProps={{ "aria-label": t("common:state.close") }}
      >
        {edited === null ? null : (
          <QueueEditor
            sector={sector}
            queueId={edited === "new" ? null : edited}
            leave={leave}
            saved={({ id, agentIds }) => {
              setEdited(null);
              noteServed(id, agentIds.length, clock());
              changed();
            }}
            touched={(queue) => {
              if (queue !== null) queries.setQueryData(editedKey(queue.id), queue);
              changed();
            }}
          />
        )}
      </Modal>
      {removed === null ? null : (
        <RemovalDialog
          name={removed.name}
          begun={removed.removing !== null}
          without={({ id }) => id === removed.id}
          remove={(query) => call("removeQueue", { params: { queueId: removed.id }, query })}
          look={async () => (await call("getQueue", { params: { queueId: removed.id } })).removing !== null}
          done={changed}
          close={() => setRemoved(null)}
        />
      )}
    </AdminSection>
  );
}

function QueueEditor(props: {
  readonly sector: SectorRecord;
  readonly queueId: QueueId | null;
  readonly saved: (queue: QueueRecord) => void;
  readonly touched: (queue: QueueRecord | null) => void;
  readonly leave: () => void;
}) {
  const { call } = useDesk();
  const { queueId, ...form } = props;
  const queue = useQuery({
    // Edited as it is at this moment, whatever the list shows.
    queryKey: editedKey(queueId),
    staleTime: 0,
    gcTime: 0,
    enabled: queueId !== null,
    queryFn: async ({ signal }) =>
      queueId === null ? null : call("getQueue", { params: { queueId } }, { signal }),
  });
  if (queueId !== null && queue.error !== null)
    return <Failed error={queue.error} retry={() => void queue.refetch()} />;
  const record = queueId === null ? null : queue.data;
  if (record === undefined) return <Loading />;
  return (
    <Suspense fallback={<Loading />}>
      <QueueForm {...form} queue={record} />
    </Suspense>
  );
}
