import { Alert, Button, PasswordInput, Stack, Text, Title } from "@mantine/core";
import { IconCheck, IconCircle } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Asked } from "./page.tsx";
import type { Challenge } from "../../lib/session/session.ts";
import { policyRules, unmetRules } from "./policy.ts";
import { useAttempt } from "./use-attempt.ts";
import { useErrorText } from "../../lib/i18n/hooks.ts";
import { useSession } from "../../lib/desk/context.ts";
import classes from "./new-password-form.module.css";

/** A person's own password in place of the temporary one, with the policy shown as they type. */
export default function NewPasswordForm(props: {
  readonly asked: Asked;
  readonly onAsked: (challenge: Challenge | null) => void;
}) {
  const { t } = useTranslation("sign-in");
  const session = useSession();
  const textOf = useErrorText();
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [tried, setTried] = useState(false);
  const { busy, error, attempt } = useAttempt(props.onAsked);
  const unmet = unmetRules(password);
  const differs = password !== again;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (unmet.size > 0 || differs) return;
    const { email, challengeToken } = props.asked;
    void attempt(() =>
      session.answer({ challenge: "NEW_PASSWORD_REQUIRED", email, challengeToken, newPassword: password }),
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Title order={2} size="h4">
          {t("newPassword.title")}
        </Title>
        <Text size="sm" c="dimmed">
          {t("newPassword.hint")}
        </Text>
        {error === null ? null : (
          <Alert color="red" role="alert">
            {textOf(error)}
          </Alert>
        )}
        <input type="hidden" name="username" autoComplete="username" value={props.asked.email} readOnly />
        <PasswordInput
          label={t("newPassword.label")}
          name="new-password"
          autoComplete="new-password"
          aria-describedby="password-policy"
          autoFocus
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <ul className={classes["policy"]} id="password-policy">
          {policyRules
            .filter((rule) => rule !== "max" || unmet.has("max"))
            .map((rule) => {
              const met = !unmet.has(rule);
              return (
                <li key={rule} className={classes["rule"]} data-met={met} data-missed={tried && !met}>
                  {met ? (
                    <IconCheck size={16} aria-hidden />
                  ) : (
                    <IconCircle size={16} stroke={1.2} aria-hidden />
                  )}
                  {t(`policy.${rule}`)}
                  <span className={classes["spoken"]}>
                    {t(met ? "newPassword.met" : "newPassword.unmet")}
                  </span>
                </li>
              );
            })}
        </ul>
        <PasswordInput
          label={t("newPassword.again")}
          name="repeat-password"
          autoComplete="new-password"
          error={tried && differs ? t("newPassword.differs") : undefined}
          value={again}
          onChange={(event) => setAgain(event.currentTarget.value)}
        />
        <Button type="submit" loading={busy} fullWidth>
          {t("newPassword.save")}
        </Button>
        <Button variant="subtle" onClick={() => props.onAsked(null)}>
          {t("back")}
        </Button>
      </Stack>
    </form>
  );
}
