import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ConfirmAct } from "../../../lib/ui/confirm-act.tsx";
import type { TicketId } from "../../../../../shared/contracts/ids.ts";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useTakeHead } from "../use-command.ts";

interface Props {
  readonly head: Ticket;
  readonly leave: () => void;
  readonly gone: () => void;
}

/** Asks before the ticket goes back to the channel's menu or bot. */
export function BotDialog({ head, leave, gone }: Props) {
  const { t } = useTranslation("workspace");
  const { call } = useDesk();
  const takeHead = useTakeHead();
  return (
    <ConfirmAct
      title={t("bot.title")}
      confirm={t("bot.confirm")}
      close={leave}
      act={async () => {
        const changed = await call("handBack", { params: { ticketId: head.id }, body: {} });
        gone();
        takeHead(changed);
      }}
    >
      <Text size="sm">{t("bot.hint", { name: head.contactName })}</Text>
    </ConfirmAct>
  );
}

/** Asks before a potential is taken off the list. */
export function DropDialog({ head, leave, gone }: Props) {
  const { t } = useTranslation("workspace");
  const { call } = useDesk();
  const takeHead = useTakeHead();
  return (
    <ConfirmAct
      danger
      title={t("drop.title")}
      confirm={t("drop.confirm")}
      close={leave}
      act={async () => {
        const changed = await call("dropTicket", { params: { ticketId: head.id }, body: {} });
        gone();
        takeHead(changed);
      }}
    >
      <Text size="sm">{t("drop.hint", { name: head.contactName })}</Text>
    </ConfirmAct>
  );
}

/** Asks who is at their limit, and may go over it, whether to take one more. */
export function ForceTakeDialog(props: {
  readonly head: Ticket;
  readonly leave: () => void;
  readonly taken?: (ticketId: TicketId) => void;
}) {
  const { head, leave, taken } = props;
  const { t } = useTranslation("workspace");
  const { call } = useDesk();
  const takeHead = useTakeHead();
  return (
    <ConfirmAct
      title={t("forceTake.title")}
      confirm={t("forceTake.confirm")}
      close={leave}
      act={async () => {
        takeHead(await call("takeTicket", { params: { ticketId: head.id }, body: { force: true } }));
        taken?.(head.id);
      }}
    >
      <Text size="sm">{t("forceTake.hint")}</Text>
    </ConfirmAct>
  );
}
