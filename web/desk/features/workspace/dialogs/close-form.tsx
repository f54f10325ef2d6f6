import { Alert, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { ApiError } from "../../../lib/api/error.ts";
import { FormEnd } from "./form-end.tsx";
import { timeOf } from "../../../lib/time/clock.ts";
import { windowIsOpen } from "../../../../../shared/domain/time.ts";
import { TagChoice } from "./tag-choice.tsx";
import { useCommand } from "../use-command.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useDirectory, useTags } from "../../../lib/directory/directory.ts";

/** Closes a ticket with the tags that say what it was about. */
export function CloseForm(props: {
  readonly head: Ticket;
  readonly leave: () => void;
  readonly gone: () => void;
}) {
  const { head, leave, gone } = props;
  const { t } = useTranslation("workspace");
  const { call, clock } = useDesk();
  const sectorId = head.phase === "bot" ? null : head.sectorId;
  const tags = useTags(sectorId);
  const sectors = useDirectory().data?.sectors;
  const [tagIds, setTagIds] = useState<string[]>("tagIds" in head ? [...head.tagIds] : []);
  const [tried, setTried] = useState(false);
  const close = useCommand(() => call("closeTicket", { params: { ticketId: head.id }, body: { tagIds } }), {
    done() {
      leave();
      gone();
    },
  });
  const refused = close.error instanceof ApiError && close.error.code === "TAGS_REQUIRED";
  const required =
    sectors === undefined ? null : (sectors.find(({ id }) => id === sectorId)?.tagsRequired ?? false);
  const attended = head.phase === "open" || head.phase === "snoozed";
  const asked =
    attended &&
    windowIsOpen(head.lastInboundAt, timeOf(clock())) &&
    sectors?.find(({ id }) => id === sectorId)?.survey === true;
  const missing = (required === true || refused) && tagIds.length === 0;
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
          {t(asked ? "close.survey" : "close.hint", { name: head.contactName })}
        </Text>
        <TagChoice
          tags={tags.data ?? []}
          chosen={tagIds}
          choose={setTagIds}
          required={refused ? true : required}
        />
        {missing && tags.data?.length === 0 ? (
          <Alert color="yellow" role="status">
            {t("close.noTags")}
          </Alert>
        ) : tried && missing ? (
          <Text size="sm" c="red" role="alert">
            {t("close.required")}
          </Text>
        ) : null}
        <FormEnd
          error={refused ? null : close.error}
          busy={close.isPending}
          confirm={t("close.confirm")}
          leave={leave}
        />
      </Stack>
    </form>
  );
}
