import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../lib/api/error.ts";
import type { AnswerOf } from "../../lib/api/types.ts";
import { CodeField } from "../../lib/ui/code-field.tsx";
import { QrCode } from "./qr-code.tsx";
import { SecretText } from "../../lib/ui/secret-text.tsx";
import { tell } from "../../lib/ui/tell.ts";
import { useAuthenticatorIs } from "./state.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useErrorText } from "../../lib/i18n/hooks.ts";

/** In groups of four, as one types it. */
const spelled = (secret: string): string => secret.replaceAll(/(.{4})(?=.)/g, "$1 ");

/** The second step of turning it on: a new secret for the person's app, and a code of it as the proof that it is there. */
export function TurnOn(props: {
  readonly begun: AnswerOf<"beginMfa">;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation(["authenticator", "common"]);
  const { call } = useDesk();
  const textOf = useErrorText();
  const is = useAuthenticatorIs();
  const [code, setCode] = useState("");
  const confirm = useMutation({
    mutationFn: () => call("confirmMfa", { body: { code } }),
    onSuccess: () => {
      tell({ kind: "done", text: t("turnedOn") });
      is(true);
      props.onDone();
    },
  });
  const { error } = confirm;
  const refused = error instanceof ApiError && error.code === "CODE_REFUSED";
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate();
      }}
    >
      <Stack>
        <Text size="sm" fw={500}>
          {t("scan")}
        </Text>
        <QrCode text={props.begun.uri} label={t("picture")} />
        <SecretText label={t("key")} secret={spelled(props.begun.secret)} />
        <Text size="sm" fw={500}>
          {t("type")}
        </Text>
        {error === null || refused ? null : (
          <Alert color="red" role="alert">
            {textOf(error)}
          </Alert>
        )}
        <CodeField
          label={t("code")}
          value={code}
          onChange={(typed) => {
            setCode(typed);
            confirm.reset();
          }}
          error={refused ? t("refused") : null}
        />
        <Group justify="flex-end">
          <Button variant="subtle" color="gray" onClick={props.onClose}>
            {t("common:state.cancel")}
          </Button>
          <Button type="submit" loading={confirm.isPending} disabled={code.length !== 6}>
            {t("turnOn")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
