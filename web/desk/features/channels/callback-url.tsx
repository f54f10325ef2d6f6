import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { SecretText } from "../../lib/ui/secret-text.tsx";
import { addressOf } from "../../lib/api/client.ts";

/** Where Meta is to send a number's events: the API is at the desk's own address. It is no secret, only copied like one. */
export function CallbackUrl() {
  const { t } = useTranslation("channels");
  const url = new URL(addressOf("/hooks/whatsapp", {}), window.location.origin).href;
  return (
    <div>
      <SecretText label={t("secrets.callback")} secret={url} />
      <Text size="xs" c="dimmed">
        {t("secrets.callbackHint")}
      </Text>
    </div>
  );
}
