import { Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { FormEnd } from "./form-end.tsx";
import { TagChoice } from "./tag-choice.tsx";
import { useCommand } from "../use-command.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useTags } from "../../../lib/directory/directory.ts";

/** Says what an open ticket is about. */
export function TagsForm({ head, leave }: { readonly head: Ticket; readonly leave: () => void }) {
  const { t } = useTranslation("workspace");
  const { call } = useDesk();
  const tags = useTags(head.phase === "bot" ? null : head.sectorId);
  const [tagIds, setTagIds] = useState<string[]>("tagIds" in head ? [...head.tagIds] : []);
  const save = useCommand(() => call("setTags", { params: { ticketId: head.id }, body: { tagIds } }), {
    done: leave,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          {t("close.hint", { name: head.contactName })}
        </Text>
        <TagChoice tags={tags.data ?? []} chosen={tagIds} choose={setTagIds} required={null} />
        <FormEnd error={save.error} busy={save.isPending} confirm={t("tags.confirm")} leave={leave} />
      </Stack>
    </form>
  );
}
