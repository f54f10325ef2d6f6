import { Button, Group, TextInput } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addressOf } from "../../lib/api/client.ts";

/** Where Meta is to send a number's events: the API is at the desk's own address. It is copied into Meta's pages. */
export function CallbackUrl() {
  const { t } = useTranslation(["channels", "forms"]);
  const [copied, setCopied] = useState<boolean | null>(null);
  const url = new URL(addressOf("/hooks/whatsapp", {}), window.location.origin).href;
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(url);
      setCopied(true);
    } catch {
      // The browser may forbid it: the text is there to be marked by hand.
      setCopied(false);
    }
  };
  return (
    <Group align="flex-end" gap="xs">
      <TextInput
        flex={1}
        miw={220}
        readOnly
        variant="filled"
        label={t("secrets.callback")}
        description={t("secrets.callbackHint")}
        value={url}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button
        variant="default"
        leftSection={copied === true ? <IconCheck size={16} /> : <IconCopy size={16} stroke={1.6} />}
        onClick={() => void copy()}
      >
        <span aria-live="polite">
          {t(
            copied === null ? "forms:secret.copy" : copied ? "forms:secret.copied" : "forms:secret.notCopied",
          )}
        </span>
      </Button>
    </Group>
  );
}
