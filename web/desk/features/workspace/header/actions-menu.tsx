import { ActionIcon, Menu } from "@mantine/core";
import { IconCheck, IconDotsVertical, IconMail, IconMailOpened } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { mayClose } from "../may.ts";
import { tell } from "../../../lib/ui/tell.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useErrorText } from "../../../lib/i18n/hooks.ts";

/** What can be done with a ticket besides answering. What is not possible now is not in it. */
export function ActionsMenu({ head, close }: { readonly head: Ticket; readonly close: () => void }) {
  const { t } = useTranslation("workspace");
  const { me, call, tickets, conversations } = useDesk();
  const textOf = useErrorText();
  const mark = useMutation({
    mutationFn: (route: "markRead" | "markUnread") =>
      call(route, { params: { ticketId: head.id }, body: {} }),
    onSuccess(changed) {
      tickets.takeHead(changed);
      conversations.takeHead(changed);
    },
    onError: (error) => tell({ kind: "error", text: textOf(error) }),
  });
  const holds = head.phase === "open" && head.agentId === me.agent.id;
  if (!holds && !mayClose(head, me)) return null;
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("header.actions")}>
          <IconDotsVertical size={20} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {holds ? (
          <Menu.Item
            leftSection={
              head.unread > 0 ? (
                <IconMailOpened size={18} stroke={1.6} />
              ) : (
                <IconMail size={18} stroke={1.6} />
              )
            }
            onClick={() => mark.mutate(head.unread > 0 ? "markRead" : "markUnread")}
          >
            {t(head.unread > 0 ? "header.markRead" : "header.markUnread")}
          </Menu.Item>
        ) : null}
        {mayClose(head, me) ? (
          <Menu.Item leftSection={<IconCheck size={18} stroke={1.6} />} onClick={close}>
            {t("header.close")}
          </Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}
