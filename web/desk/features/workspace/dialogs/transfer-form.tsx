import { Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Destination, isTerm, termsOf } from "./destination.ts";
import { ApiError } from "../../../lib/api/error.ts";
import { DestinationChoice } from "./destination-choice.tsx";
import { FormEnd } from "./form-end.tsx";
import { mayForce } from "../may.ts";
import type { RequestOf } from "../../../lib/api/types.ts";
import { tell } from "../../../lib/ui/tell.ts";
import { TermsNotice } from "./terms-notice.tsx";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { useCommand } from "../use-command.ts";
import { useDesk } from "../../../lib/desk/context.ts";

/** As long as a note may be. */
const longest = 4_096;

/** Sends a ticket to an agent, a queue or a sector, with a note; what must be agreed to is said before. */
export function TransferForm(props: {
  readonly head: Ticket;
  readonly leave: () => void;
  readonly gone: () => void;
}) {
  const { head, leave, gone } = props;
  const { t } = useTranslation("workspace");
  const { call, me, agentId } = useDesk();
  const [destination, setDestination] = useState<Destination | null>(null);
  const [note, setNote] = useState("");
  const transfer = useCommand(
    (body: RequestOf<"transferTicket">["body"]) =>
      call("transferTicket", { params: { ticketId: head.id }, body }),
    {
      done(changed) {
        tell({ kind: "done", text: t("transfer.done", { name: destination?.name ?? "" }) });
        leave();
        if (changed.phase !== "open" || changed.agentId !== agentId) gone();
      },
    },
  );
  const error = transfer.error instanceof ApiError ? transfer.error : null;
  const terms =
    destination === null ? null : termsOf(destination, mayForce(destination.sectorId, me), { error });
  const agrees = terms?.confirm != null || terms?.room === "force";
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (destination === null || terms === null || terms.room === "refused") return;
        transfer.mutate({
          to: destination.to,
          note: note.trim() === "" ? null : note.trim(),
          confirmed: terms.confirm !== null,
          force: terms.room === "force",
        });
      }}
    >
      <Stack>
        <DestinationChoice
          heads={[head]}
          chosen={destination}
          choose={(chosen) => {
            transfer.reset();
            setDestination(chosen);
          }}
        />
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
          <TermsNotice destination={destination} terms={terms} />
        )}
        <FormEnd
          error={error !== null && isTerm(error) ? null : transfer.error}
          busy={transfer.isPending}
          disabled={destination === null || terms?.room === "refused"}
          confirm={t(agrees ? "transfer.anyway" : "transfer.confirm")}
          leave={leave}
        />
      </Stack>
    </form>
  );
}
