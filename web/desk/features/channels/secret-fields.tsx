import { ActionIcon, Button, Group, PasswordInput, Stack, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { firstError } from "../../lib/forms/first-error.ts";

interface Secrets {
  readonly accessToken: string;
  readonly appSecrets: string[];
  readonly verifyToken: string;
}

/** Nothing yet: secrets are never read back. */
export const noSecrets: Secrets = { accessToken: "", appSecrets: [""], verifyToken: "" };

const most = 5;

/** The token and secrets of a number. What is kept is never shown: they are only written. */
export function SecretFields(props: {
  readonly value: Secrets;
  readonly onChange: (secrets: Secrets) => void;
  readonly errors: Readonly<Record<string, unknown>>;
}) {
  const { t } = useTranslation("channels");
  const { value, onChange } = props;
  const wrong = (path: string) => {
    const error = firstError(props.errors as Record<string, string>, `secrets.${path}`);
    return error === undefined ? {} : { error };
  };
  const setApp = (index: number, secret: string): void =>
    onChange({ ...value, appSecrets: value.appSecrets.map((it, at) => (at === index ? secret : it)) });
  return (
    <>
      <PasswordInput
        label={t("secrets.token")}
        description={t("secrets.tokenHint")}
        autoComplete="off"
        value={value.accessToken}
        {...wrong("accessToken")}
        onChange={(event) => onChange({ ...value, accessToken: event.currentTarget.value })}
      />
      <Stack gap="xs">
        {value.appSecrets.map((secret, index) => (
          // A secret's place is what it is known by: it has no name.
          <Group key={index} align="flex-end" gap="xs" wrap="nowrap">
            <PasswordInput
              flex={1}
              label={index === 0 ? t("secrets.app") : t("secrets.appMore", { number: index + 1 })}
              {...(index === 0 ? { description: t("secrets.appHint") } : {})}
              autoComplete="off"
              value={secret}
              {...wrong(`appSecrets.${index}`)}
              onChange={(event) => setApp(index, event.currentTarget.value)}
            />
            {index === 0 ? null : (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t("secrets.appRemove", { number: index + 1 })}
                onClick={() =>
                  onChange({ ...value, appSecrets: value.appSecrets.filter((_, at) => at !== index) })
                }
              >
                <IconTrash size={18} stroke={1.6} />
              </ActionIcon>
            )}
          </Group>
        ))}
        {value.appSecrets.length >= most ? null : (
          <Group>
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => onChange({ ...value, appSecrets: [...value.appSecrets, ""] })}
            >
              {t("secrets.appAdd")}
            </Button>
          </Group>
        )}
      </Stack>
      <Group align="flex-end" gap="xs">
        <TextInput
          flex={1}
          miw={220}
          label={t("secrets.verify")}
          description={t("secrets.verifyHint")}
          autoComplete="off"
          spellCheck={false}
          value={value.verifyToken}
          {...wrong("verifyToken")}
          onChange={(event) => onChange({ ...value, verifyToken: event.currentTarget.value })}
        />
        <Button
          variant="default"
          onClick={() => onChange({ ...value, verifyToken: crypto.randomUUID().replaceAll("-", "") })}
        >
          {t("secrets.make")}
        </Button>
      </Group>
    </>
  );
}
