import { Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { BulkAct } from "./use-bulk.ts";
import { FormEnd } from "../dialogs/form-end.tsx";
import { TagChoice } from "../dialogs/tag-choice.tsx";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { useDirectory, useTags } from "../../../lib/directory/directory.ts";

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
  const sectors = useDirectory().data?.sectors;
  const [tagIds, setTagIds] = useState<string[]>([]);
  const [tried, setTried] = useState(false);
  // Who has tags keeps them where none is chosen.
  const areBare = heads.some((head) => !("tagIds" in head) || head.tagIds.length === 0);
  const required = areBare && sectors?.some(({ id, tagsRequired }) => id === only && tagsRequired) === true;
  const missing = required && tagIds.length === 0;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!missing) act({ action: "close", tagIds });
      }}
    >
      <Stack>
        <Text size="sm">{t(only === null ? "bulk.severalSectors" : "bulk.closeHint")}</Text>
        {only === null ? null : (
          <TagChoice tags={tags.data ?? []} chosen={tagIds} choose={setTagIds} required={required} />
        )}
        {tried && missing ? (
          <Text size="sm" c="red" role="alert">
            {t("close.required")}
          </Text>
        ) : null}
        <FormEnd error={error} busy={busy} confirm={t("close.confirm")} leave={leave} />
      </Stack>
    </form>
  );
}
