import { Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ConfirmAct } from "../../../lib/ui/confirm-act.tsx";
import type { Contact } from "../../../../../shared/contracts/contacts.ts";
import { useDesk } from "../../../lib/desk/context.ts";

/** Asks before a contact is blocked, or heard again. */
export function BlockDialog(props: { readonly contact: Contact; readonly close: () => void }) {
  const { contact, close } = props;
  const { t } = useTranslation("workspace");
  const { call } = useDesk();
  const queries = useQueryClient();
  const blocked = contact.blocked === null;
  const [params, name] = [{ contactId: contact.id }, contact.name];
  return (
    <ConfirmAct
      danger={blocked}
      title={t(blocked ? "block.title" : "block.titleUnblock")}
      confirm={t(blocked ? "block.block" : "block.unblock")}
      close={close}
      act={async () => {
        const changed = await call("setContactBlock", { params, body: { blocked } });
        queries.setQueryData(["contact", contact.id], changed);
      }}
    >
      <Text size="sm">{t(blocked ? "block.hint" : "block.hintUnblock", { name })}</Text>
    </ConfirmAct>
  );
}
