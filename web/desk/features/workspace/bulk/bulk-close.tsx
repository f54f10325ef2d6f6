import { Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { BulkAct } from "./use-bulk.ts";
import { FormEnd } from "../dialogs/form-end.tsx";
import { TagChoice } from "../dialogs/tag-choice.tsx";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { useTags } from "../../../lib/directory/directory.ts";

/** What the forms for several tickets are given. */
export interface BulkForm {
  readonly heads: readonly Ticket[];
  readonly busy: boolean;
  readonly error: unknown;
  readonly act: (act: BulkAct) => void;
  readonly leave: () => void;
}

/** Closes several tickets: with tags where all are of one sector, otherwise each with those it has. */
export function BulkClose({ heads, busy, error, act, leave }: BulkForm) {
  const { t } = useTranslation("workspace");
  const sectorIds = new Set(heads.map((head) => (head.phase === "bot" ? null : head.sectorId)));
  const [only = null] = sectorIds.size === 1 ? sectorIds : [];
  const tags = useTags(only);
  const [tagIds, setTagIds] = useState<string[]>([]);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        act({ action: "close", tagIds });
      }}
    >
      <Stack>
        <Text size="sm">{t(only === null ? "bulk.severalSectors" : "bulk.closeHint")}</Text>
        {only === null ? null : (
          <TagChoice tags={tags.data ?? []} chosen={tagIds} choose={setTagIds} required={null} />
        )}
        <FormEnd error={error} busy={busy} confirm={t("close.confirm")} leave={leave} />
      </Stack>
    </form>
  );
}
