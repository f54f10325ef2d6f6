import { Alert, Button, PasswordInput, Stack, TextInput, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Challenge } from "../../lib/session/session.ts";
import { useAttempt } from "./use-attempt.ts";
import { useErrorText } from "../../lib/i18n/hooks.ts";
import { useSession } from "../../lib/desk/context.ts";

/** E-mail and password. */
export function PasswordForm(props: {
  readonly onAsked: (email: string) => (challenge: Challenge | null) => void;
}) {
  const { t } = useTranslation("sign-in");
  const session = useSession();
  const textOf = useErrorText();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const { busy, error, attempt } = useAttempt(props.onAsked(email.trim()));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void attempt(() => session.signIn({ email: email.trim(), password }));
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Title order={2} size="h4">
          {t("title")}
        </Title>
        {error === null ? null : (
          <Alert color="red" role="alert">
            {textOf(error)}
          </Alert>
        )}
        <TextInput
          label={t("email")}
          type="email"
          name="username"
          autoComplete="username"
          required
          withAsterisk={false}
          data-autofocus
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={t("password")}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" loading={busy} fullWidth>
          {t("enter")}
        </Button>
      </Stack>
    </form>
  );
}
