import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { BotDialog, DropDialog, ForceTakeDialog } from "./small-dialogs.tsx";
import { CloseForm } from "./close-form.tsx";
import type { DialogName } from "./names.ts";
import { Framed } from "./framed.tsx";
import { SnoozeForm } from "./snooze-form.tsx";
import { TagsForm } from "./tags-form.tsx";
import { TakeOverForm } from "./take-over-form.tsx";
import { tell } from "../../../lib/ui/tell.ts";
import { TransferForm } from "./transfer-form.tsx";

interface Props {
  readonly name: DialogName;
  readonly head: Ticket;
  /** The person is done with the dialogue. */
  readonly leave: () => void;
  /** The ticket has left the person. */
  readonly gone: () => void;
}

/** The dialogue of this name; it is open while it is there. */
export default function Dialogs(props: Props) {
  const { name, head, leave, gone } = props;
  const { t } = useTranslation("workspace");
  const isOver = name === "snooze" && head.phase !== "open" && head.phase !== "snoozed";
  useEffect(() => {
    if (!isOver) return;
    tell({ kind: "error", text: t("snooze.over") });
    leave();
    // Once, as it comes to be so.
  }, [isOver]);
  switch (name) {
    case "bot":
      return <BotDialog head={head} leave={leave} gone={gone} />;
    case "drop":
      return <DropDialog head={head} leave={leave} gone={gone} />;
    case "forceTake":
      return <ForceTakeDialog head={head} leave={leave} />;
    case "close":
      return framed(t("close.title"), leave, <CloseForm {...props} />);
    case "tags":
      return framed(t("tags.title"), leave, <TagsForm head={head} leave={leave} />);
    case "snooze":
      if (head.phase !== "open" && head.phase !== "snoozed") return null;
      return framed(
        t(head.phase === "snoozed" ? "snooze.titleAgain" : "snooze.title"),
        leave,
        <SnoozeForm head={head} leave={leave} gone={gone} />,
      );
    case "transfer":
      return framed(t("transfer.title"), leave, <TransferForm head={head} leave={leave} gone={gone} />);
    case "takeOver":
      return framed(t("takeOver.title"), leave, <TakeOverForm head={head} leave={leave} />);
  }
}

const framed = (title: string, leave: () => void, form: ReactNode) => (
  <Framed title={title} leave={leave}>
    {form}
  </Framed>
);
