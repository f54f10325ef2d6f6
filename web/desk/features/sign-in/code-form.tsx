import { Alert, Button, Stack, Text, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Asked } from "./page.tsx";
import { CodeField } from "../../lib/ui/code-field.tsx";
import type { Challenge } from "../../lib/session/session.ts";
import { useAttempt } from "./use-attempt.ts";
import { useErrorText } from "../../lib/i18n/hooks.ts";
import { useSession } from "../../lib/desk/context.ts";

/** The six digits of an authenticator. */
export default function CodeForm(props: {
  readonly asked: Asked;
  readonly onAsked: (challenge: Challenge | null) => void;
}) {
  const { t } = useTranslation("sign-in");
  const session = useSession();
  const textOf = useErrorText();
  const [code, setCode] = useState("");
  const { busy, error, attempt } = useAttempt(props.onAsked);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const { email, challengeToken } = props.asked;
    void attempt(() => session.answer({ challenge: "SOFTWARE_TOKEN_MFA", email, challengeToken, code }));
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Title order={2} size="h4">
          {t("code.title")}
        </Title>
        <Text size="sm" c="dimmed">
          {t("code.hint")}
        </Text>
        {error === null ? null : (
          <Alert color="red" role="alert">
            {/* The password was right: that is asked first. */}
            {error.code === "SIGN_IN_REFUSED" ? t("code.wrong") : textOf(error)}
          </Alert>
        )}
        <CodeField label={t("code.label")} value={code} onChange={setCode} />
        <Button type="submit" loading={busy} disabled={code.length !== 6} fullWidth>
          {t("code.enter")}
        </Button>
        <Button variant="subtle" onClick={() => props.onAsked(null)}>
          {t("back")}
        </Button>
      </Stack>
    </form>
  );
}
