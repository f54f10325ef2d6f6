import { Alert, Button, Group, Modal, Select, Stack } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TemplateContent } from "../../../../shared/contracts/content.ts";
import type { TicketId } from "../../../../shared/contracts/ids.ts";
import { type Beginning, useBegin, useRefusalText } from "./use-begin.ts";
import { ContactChoice } from "./contact-choice.tsx";
import { TemplateForm } from "../../lib/templates/template-form.tsx";
import type { Way } from "./ways.ts";
import classes from "./dialog.module.css";

interface Props {
  /** At least one; the first is chosen at first. */
  readonly ways: readonly Way[];
  readonly leave: () => void;
  readonly begun: (ticketId: TicketId) => void;
}

/** Whom to write to, from where, and with which template: a conversation that the business begins. */
export default function NewConversationDialog(props: Props) {
  const { t } = useTranslation(["outreach", "common"]);
  return (
    <Modal
      opened
      onClose={props.leave}
      // What was filled in is not lost by a click beside it.
      closeOnClickOutside={false}
      size={520}
      title={t("title")}
      closeButtonProps={{ "aria-label": t("common:state.close") }}
    >
      <NewConversationForm {...props} />
    </Modal>
  );
}

function NewConversationForm({ ways, leave, begun }: Props) {
  const { t } = useTranslation(["outreach", "common"]);
  const refusalOf = useRefusalText();
  const begin = useBegin(begun);
  const [channelId, setChannelId] = useState<string | null>(ways[0]?.channel.id ?? null);
  const [wantedQueue, setWantedQueue] = useState<string | null>(null);
  const [contact, setContact] = useState<Beginning["contact"] | null>(null);
  const [template, setTemplate] = useState<TemplateContent | null>(null);
  const [tried, setTried] = useState(false);
  const way = ways.find(({ channel }) => channel.id === channelId);
  const only = way?.queues.length === 1 ? way.queues[0] : undefined;
  const queue = way?.queues.find(({ id }) => id === wantedQueue) ?? only;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (way === undefined || queue === undefined || contact === null || template === null) return;
    if (!begin.isPending) begin.mutate({ channelId: way.channel.id, queueId: queue.id, contact, template });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ContactChoice tried={tried} onChange={setContact} />
        <div className={classes["where"]}>
          <Select
            label={t("channel")}
            allowDeselect={false}
            data={ways.map(({ channel }) => ({ value: channel.id, label: channel.name }))}
            value={channelId}
            onChange={setChannelId}
          />
          <Select
            label={t("queue")}
            placeholder={t("chooseQueue")}
            searchable={(way?.queues.length ?? 0) > 8}
            allowDeselect={false}
            data={(way?.queues ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={queue?.id ?? null}
            onChange={setWantedQueue}
            error={tried && queue === undefined ? t("chooseQueue") : null}
          />
        </div>
        {way === undefined ? null : <TemplateForm channelId={way.channel.id} onChange={setTemplate} />}
        {tried && template === null ? (
          <Alert color="red" role="alert">
            {t("missingTemplate")}
          </Alert>
        ) : null}
        {begin.error === null ? null : (
          <Alert color="red" role="alert">
            {refusalOf(begin.error)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="subtle" color="gray" onClick={leave}>
            {t("common:state.cancel")}
          </Button>
          <Button type="submit" loading={begin.isPending}>
            {t("begin")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
