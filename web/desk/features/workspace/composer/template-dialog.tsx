import { Button, Group, Modal, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TemplateContent } from "../../../../../shared/contracts/content.ts";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { TemplateForm } from "../../../lib/templates/template-form.tsx";
import { useFocusBack } from "../../../lib/ui/focus.ts";
import { useDesk } from "../../../lib/desk/context.ts";

/** Sends an approved template in a conversation: the one way to write to a contact whose window is shut. */
export default function TemplateDialog(props: { readonly head: Ticket; readonly leave: () => void }) {
  const { t } = useTranslation(["workspace", "common"]);
  const { conversations } = useDesk();
  const { head, leave } = props;
  useFocusBack();
  const [content, setContent] = useState<TemplateContent | null>(null);
  return (
    <Modal
      opened
      onClose={leave}
      title={t("template.title")}
      closeButtonProps={{ "aria-label": t("common:state.close") }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (content === null) return;
          conversations.send(head.id, content);
          leave();
        }}
      >
        <Stack>
          <TemplateForm channelId={head.channelId} onChange={setContent} autoFocus />
          <Group justify="flex-end">
            <Button variant="subtle" color="gray" onClick={leave}>
              {t("common:state.cancel")}
            </Button>
            <Button type="submit" disabled={content === null}>
              {t("template.send")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
