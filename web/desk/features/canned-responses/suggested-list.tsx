import { Button, Group } from "@mantine/core";
import { IconInbox } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { mayManage } from "../../../../shared/domain/authorisation.ts";
import { type CannedResponse, useCanned, useCannedChanged } from "./canned.ts";
import { Empty } from "../../lib/ui/states.tsx";
import { RecordList } from "../../lib/ui/record-list.tsx";
import { RefuseDialog } from "./refuse-dialog.tsx";
import { RemoveButton } from "./remove-button.tsx";
import { SuggestionText } from "./suggestion-text.tsx";
import { tell } from "../../lib/ui/tell.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useErrorText } from "../../lib/i18n/hooks.ts";
import classes from "./canned.module.css";

/** Suggestions that wait: for who decides, an inbox; for who made them, what they wait for. */
export function SuggestedList({ change }: { readonly change: (response: CannedResponse) => void }) {
  const { t } = useTranslation("canned-responses");
  const { me } = useDesk();
  const records = useCanned("suggested");
  const decides = me.agent.role !== "agent";
  return (
    <RecordList
      label={t(decides ? "tabs.inbox" : "tabs.mine")}
      records={records}
      textOf={(it) => `${it.shortcut} ${it.text}`}
      empty={
        <Empty
          icon={<IconInbox size={32} stroke={1.3} />}
          title={t(decides ? "empty.inbox" : "empty.mine")}
          hint={t(decides ? "empty.inboxHint" : "empty.mineHint")}
        />
      }
      row={(it) => (
        <div className={classes["suggestion"]}>
          <SuggestionText response={it} />
          {mayManage(me.agent, it.sectorId) ? (
            <Decision response={it} change={() => change(it)} />
          ) : (
            <Group justify="flex-end">
              <RemoveButton response={it} />
            </Group>
          )}
        </div>
      )}
    />
  );
}

function Decision({ response, change }: { readonly response: CannedResponse; readonly change: () => void }) {
  const { t } = useTranslation("canned-responses");
  const { call } = useDesk();
  const textOf = useErrorText();
  const changed = useCannedChanged();
  const [refusing, setRefusing] = useState(false);
  const approve = useMutation({
    mutationFn: () =>
      call("decideCannedResponse", {
        params: { cannedResponseId: response.id },
        body: { decision: "approve", expectedVersion: response.version },
      }),
    onSuccess: () => tell({ kind: "done", text: t("decide.approved", { shortcut: response.shortcut }) }),
    onError: (error) => tell({ kind: "error", text: textOf(error) }),
    // Also when it was refused: somebody else may have decided.
    onSettled: changed,
  });
  return (
    <Group justify="flex-end" gap="xs">
      <Button size="xs" variant="subtle" color="red" onClick={() => setRefusing(true)}>
        {t("decide.refuse")}
      </Button>
      <Button size="xs" variant="default" onClick={change}>
        {t("decide.change")}
      </Button>
      <Button size="xs" loading={approve.isPending} onClick={() => approve.mutate()}>
        {t("decide.approve")}
      </Button>
      <RefuseDialog opened={refusing} response={response} onClose={() => setRefusing(false)} />
    </Group>
  );
}
