import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { answerLeaving } from "./leave.ts";

/** Asks whether edits that are not saved may be lost. */
export default function LeaveDialog() {
  const { t } = useTranslation("forms");
  const stay = (): void => answerLeaving(false);
  return (
    <Modal opened onClose={stay} title={t("leave.title")} withCloseButton={false}>
      <Stack>
        <Text size="sm">{t("leave.hint")}</Text>
        <Group justify="flex-end">
          <Button variant="subtle" color="red" onClick={() => answerLeaving(true)}>
            {t("leave.leave")}
          </Button>
          <Button data-autofocus onClick={stay}>
            {t("leave.stay")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
