import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Ticket } from "../../../../shared/contracts/tickets.ts";
import { TagChoice } from "./tag-choice.tsx";
import { useDesk } from "../../lib/desk/context.ts";
import { useErrorText } from "../../lib/i18n/hooks.ts";
import { useDirectory, useTags } from "../../lib/directory/directory.ts";

/** Closes a ticket with the tags that say what it was about. */
export function CloseDialog(props: {
  readonly head: Ticket;
  readonly opened: boolean;
  readonly leave: () => void;
  /** The ticket is closed. */
  readonly closed: () => void;
}) {
  const { t } = useTranslation(["workspace", "common"]);
  return (
    <Modal
      opened={props.opened}
      onClose={props.leave}
      title={t("close.title")}
      closeButtonProps={{ "aria-label": t("common:state.close") }}
    >
      <CloseForm {...props} />
    </Modal>
  );
}

function CloseForm({ head, leave, closed }: Omit<Parameters<typeof CloseDialog>[0], "opened">) {
  const { t } = useTranslation(["workspace", "common"]);
  const desk = useDesk();
  const textOf = useErrorText();
  const sectorId = head.phase === "bot" ? null : head.sectorId;
  const tags = useTags(sectorId);
  const sectors = useDirectory().data?.sectors;
  const had = "tagIds" in head ? head.tagIds : [];
  const [tagIds, setTagIds] = useState<string[]>([...had]);
  const [tried, setTried] = useState(false);
  const required =
    sectors === undefined ? null : (sectors.find(({ id }) => id === sectorId)?.tagsRequired ?? false);
  const missing = required === true && tagIds.length === 0;
  const close = useMutation({
    mutationFn: () => desk.call("closeTicket", { params: { ticketId: head.id }, body: { tagIds } }),
    onSuccess(changed) {
      desk.tickets.takeHead(changed);
      desk.conversations.takeHead(changed);
      leave();
      closed();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!missing) close.mutate();
      }}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          {t("close.hint", { name: head.contactName })}
        </Text>
        {close.error === null ? null : (
          <Alert color="red" role="alert">
            {textOf(close.error)}
          </Alert>
        )}
        <TagChoice tags={tags.data ?? []} chosen={tagIds} choose={setTagIds} required={required} />
        {tried && missing ? (
          <Text size="sm" c="red" role="alert">
            {t("close.required")}
          </Text>
        ) : null}
        <Group justify="flex-end">
          <Button variant="subtle" color="gray" onClick={leave}>
            {t("common:state.cancel")}
          </Button>
          <Button type="submit" loading={close.isPending}>
            {t("close.confirm")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
