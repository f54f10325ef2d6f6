import { Badge, Button, Tabs } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { AdminPage } from "../../lib/ui/admin-page.tsx";
import { ApprovedList } from "./approved-list.tsx";
import type { EditorTask } from "./editor.tsx";
import { RejectedList } from "./rejected-list.tsx";
import { SuggestedList } from "./suggested-list.tsx";
import { useCanned } from "./canned.ts";
import { useDesk } from "../../lib/desk/context.ts";

// The contract's rules come with the form.
const Editor = lazy(() => import("./editor.tsx"));

/** Texts that are ready to send: those in use, those that wait for a decision, and those that were refused. */
export default function CannedResponsesPage() {
  const { t } = useTranslation("canned-responses");
  const { me } = useDesk();
  const [task, setTask] = useState<EditorTask | null>(null);
  const suggested = useCanned("suggested");
  const waiting = suggested.items?.length ?? 0;
  const decides = me.agent.role === "admin" || me.agent.role === "supervisor";
  return (
    <AdminPage
      title={t("title")}
      hint={t("hint")}
      actions={
        <Button leftSection={<IconPlus size={16} />} onClick={() => setTask({ kind: "new" })}>
          {t(decides ? "new" : "suggest")}
        </Button>
      }
    >
      <Tabs defaultValue="approved" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="approved">{t("tabs.approved")}</Tabs.Tab>
          <Tabs.Tab
            value="suggested"
            rightSection={
              waiting === 0 ? null : (
                <Badge size="sm" circle={waiting < 10}>
                  {waiting}
                </Badge>
              )
            }
          >
            {t(decides ? "tabs.inbox" : "tabs.mine")}
          </Tabs.Tab>
          <Tabs.Tab value="rejected">{t("tabs.rejected")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="approved">
          <ApprovedList edit={(response) => setTask({ kind: "change", response })} />
        </Tabs.Panel>
        <Tabs.Panel value="suggested">
          <SuggestedList change={(response) => setTask({ kind: "approve", response })} />
        </Tabs.Panel>
        <Tabs.Panel value="rejected">
          <RejectedList />
        </Tabs.Panel>
      </Tabs>
      {task === null ? null : (
        <Suspense fallback={null}>
          <Editor task={task} onClose={() => setTask(null)} />
        </Suspense>
      )}
    </AdminPage>
  );
}
