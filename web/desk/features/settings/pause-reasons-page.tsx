import { ActionIcon, Badge, Button, Modal, Text } from "@mantine/core";
import { IconCoffee, IconPlus, IconTrash } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AnswerOf } from "../../lib/api/types.ts";
import { AdminPage } from "../../lib/ui/admin-page.tsx";
import { ConfirmAct } from "../../lib/ui/confirm-act.tsx";
import { Empty, Loading } from "../../lib/ui/states.tsx";
import { RecordList } from "../../lib/ui/record-list.tsx";
import { RecordRow } from "../../lib/ui/record-row.tsx";
import { askFirst } from "../../lib/forms/leave.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useDurationText } from "../../lib/forms/use-duration-text.ts";
import { useRecords, useRefresh } from "../../lib/ui/use-records.ts";

export type PauseReason = AnswerOf<"createPauseReason">;

const PauseReasonForm = lazy(() => import("./pause-reasons/pause-reason-form.tsx"));

/** Why agents pause: the reasons they choose from. */
export default function PauseReasonsPage() {
  const { t } = useTranslation(["settings", "common", "forms"]);
  const { call } = useDesk();
  const refresh = useRefresh();
  const inWords = useDurationText();
  const [edited, setEdited] = useState<PauseReason | "new" | null>(null);
  const [removed, setRemoved] = useState<PauseReason | null>(null);
  const records = useRecords(["pause-reasons"], (cursor, signal) =>
    call("listPauseReasons", { query: { cursor, limit: 100 } }, { signal }),
  );
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited("new")}>
      {t("pause.add")}
    </Button>
  );
  const leave = (): void => askFirst(() => setEdited(null));
  return (
    <AdminPage title={t("common:admin.pauseReasons")} hint={t("pause.hint")} actions={add}>
      <RecordList
        label={t("common:admin.pauseReasons")}
        records={records}
        textOf={({ name }) => name}
        empty={
          <Empty
            icon={<IconCoffee size={32} stroke={1.3} />}
            title={t("pause.none")}
            hint={t("pause.noneHint")}
          />
        }
        row={(reason) => (
          <RecordRow
            title={reason.name}
            hint={
              reason.suggestedSeconds === null
                ? t("pause.noLength")
                : t("pause.length", { length: inWords(reason.suggestedSeconds) })
            }
            state={
              <Badge variant="light" color={reason.isWork ? "balcao" : "gray"} tt="none">
                {t(reason.isWork ? "pause.work" : "pause.rest")}
              </Badge>
            }
            actions={
              <>
                <Button
                  variant="subtle"
                  size="compact-sm"
                  aria-label={t("pause.editNamed", { name: reason.name })}
                  onClick={() => setEdited(reason)}
                >
                  {t("edit")}
                </Button>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t("pause.removeNamed", { name: reason.name })}
                  onClick={() => setRemoved(reason)}
                >
                  <IconTrash size={18} stroke={1.6} />
                </ActionIcon>
              </>
            }
          />
        )}
      />
      <Modal
        opened={edited !== null}
        onClose={leave}
        title={t(edited === "new" ? "pause.add" : "pause.edit")}
        closeButtonProps={{ "aria-label": t("common:state.close") }}
      >
        <Suspense fallback={<Loading />}>
          {edited === null ? null : (
            <PauseReasonForm
              reason={edited === "new" ? null : edited}
              leave={leave}
              saved={() => {
                setEdited(null);
                refresh("pause-reasons");
              }}
            />
          )}
        </Suspense>
      </Modal>
      {removed === null ? null : (
        <ConfirmAct
          title={t("pause.removeTitle", { name: removed.name })}
          confirm={t("forms:remove")}
          danger
          close={() => setRemoved(null)}
          act={async () => {
            await call("removePauseReason", { params: { pauseReasonId: removed.id } });
            refresh("pause-reasons");
          }}
        >
          <Text size="sm">{t("pause.removeHint")}</Text>
        </ConfirmAct>
      )}
    </AdminPage>
  );
}
