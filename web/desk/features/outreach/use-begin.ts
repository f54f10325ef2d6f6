import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../lib/api/error.ts";
import type { RequestOf } from "../../lib/api/types.ts";
import { tell } from "../../lib/ui/tell.ts";
import type { TicketId } from "../../../../shared/contracts/ids.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useErrorText } from "../../lib/i18n/hooks.ts";

type Opening = RequestOf<"openTicket">["body"];
/** A conversation to begin, without the id of its first message. */
export type Beginning = Omit<Extract<Opening, { kind: "outreach" }>, "clientMessageId" | "kind">;

/**
 * Begins a conversation. Trying the same again, after no answer came, sends nothing twice. Where the contact already has a ticket
 * that the person may see, that one is shown and said so.
 */
export function useBegin(begun: (ticketId: TicketId) => void) {
  const { t } = useTranslation("outreach");
  const desk = useDesk();
  const last = useRef({ said: "", id: "" });
  return useMutation({
    mutationFn: (beginning: Beginning) => {
      const said = JSON.stringify(beginning);
      if (last.current.said !== said) last.current = { said, id: crypto.randomUUID() };
      const { id } = last.current;
      return desk.call(
        "openTicket",
        { body: { kind: "outreach", ...beginning, clientMessageId: id } },
        { idempotencyKey: id },
      );
    },
    onSuccess({ ticket, created }) {
      desk.tickets.takeHead(ticket);
      desk.conversations.takeHead(ticket);
      if (!created) tell({ kind: "done", text: t("already", { name: ticket.contactName }) });
      begun(ticket.id);
    },
  });
}

const reasons = ["permission", "sector", "queue"] as const;

/** Why a conversation could not be begun, in words. */
export function useRefusalText(): (error: unknown) => string {
  const { t } = useTranslation("outreach");
  const textOf = useErrorText();
  return (error) => {
    if (!(error instanceof ApiError)) return textOf(error);
    const reason = reasons.find((it) => it === error.details["reason"]);
    if (error.code === "FORBIDDEN" && reason !== undefined) return t(`refused.${reason}`);
    const { code } = error;
    if (code === "CONTACT_HAS_TICKET" || code === "AGENT_AT_LIMIT" || code === "CONTACT_BLOCKED")
      return `${textOf(error)} ${t(`hint.${code}`)}`;
    return textOf(error);
  };
}
