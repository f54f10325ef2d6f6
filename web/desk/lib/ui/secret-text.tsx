import { Button, Code, Group, Stack, Text } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./secret-text.module.css";

/** A secret in sight, with a button that copies it. It is kept nowhere. */
export function SecretText({ label, secret }: { readonly label: string; readonly secret: string }) {
  const { t } = useTranslation("forms");
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(secret);
      setCopied(true);
    } catch {
      // The browser may forbid it: the text is there to be marked by hand.
      setCopied(false);
    }
  };
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>
        {label}
      </Text>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <Code className={classes["secret"] ?? ""} tabIndex={0} aria-label={label}>
          {secret}
        </Code>
        <Button
          variant="default"
          size="xs"
          className={classes["copy"] ?? ""}
          leftSection={copied === true ? <IconCheck size={16} /> : <IconCopy size={16} stroke={1.6} />}
          onClick={() => void copy()}
        >
          {t("secret.copy")}
        </Button>
      </Group>
      <Text size="xs" c="dimmed" aria-live="polite">
        {copied === null ? "\u00A0" : t(copied ? "secret.copied" : "secret.notCopied")}
      </Text>
    </Stack>
  );
}
