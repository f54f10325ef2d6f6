import { Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Destination, termsOf } from "../dialogs/destination.ts";
import type { BulkForm } from "./bulk-close.tsx";
import { DestinationChoice } from "../dialogs/destination-choice.tsx";
import { FormEnd } from "../dialogs/form-end.tsx";
import { mayForce } from "../may.ts";
import { TermsNotice } from "../dialogs/terms-notice.tsx";
import { useDesk } from "../../../lib/desk/context.ts";

/** As long as a note may be. */
const longest = 4_096;

/** Sends several tickets to one place. */
export function BulkTransfer({ heads, busy, error, act, leave }: BulkForm) {
  const { t } = useTranslation("workspace");
  const { me } = useDesk();
  const [destination, setDestination] = useState<Destination | null>(null);
  const [note, setNote] = useState("");
  const terms =
    destination === null
      ? null
      : termsOf(destination, mayForce(destination.sectorId, me), { count: heads.length });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (destination === null) return;
        act({
          action: "transfer",
          to: destination.to,
          note: note.trim() === "" ? null : note.trim(),
          confirmed: terms?.confirm != null,
          force: terms?.room === "force",
        });
      }}
    >
      <Stack>
        <DestinationChoice heads={heads} chosen={destination} choose={setDestination} />
        <Textarea
          label={t("transfer.note")}
          description={t("transfer.noteHint")}
          autosize
          minRows={2}
          maxRows={5}
          maxLength={longest}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {destination === null || terms === null ? null : (
          <TermsNotice destination={destination} terms={terms} count={heads.length} />
        )}
        <FormEnd
          error={error}
          busy={busy}
          disabled={destination === null}
          confirm={t("transfer.confirm")}
          leave={leave}
        />
      </Stack>
    </form>
  );
}
