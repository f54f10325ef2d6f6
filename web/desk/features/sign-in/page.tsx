import { Alert, Paper, Text, Title } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Challenge, SessionState } from "../../lib/session/session.ts";
import { LanguageSwitch } from "./language-switch.tsx";
import { Loading } from "../../lib/ui/states.tsx";
import { PasswordForm } from "./password-form.tsx";
import { useSession } from "../../lib/desk/context.ts";
import { useStore } from "../../lib/store.ts";
import classes from "./page.module.css";

// Few people ever see these: their code, and the contract's rules with it, comes when it is needed.
const NewPasswordForm = lazy(() => import("./new-password-form.tsx"));
const CodeForm = lazy(() => import("./code-form.tsx"));

/** A question of the user pool, and whose. */
export interface Asked extends Challenge {
  readonly email: string;
}

const endOf = (state: SessionState) => (state.status === "out" ? state.because : null);

/** Where a person signs in: password first, then whatever the user pool asks. */
export default function SignInPage() {
  const { t } = useTranslation("sign-in");
  const session = useSession();
  const because = useStore(session.state, endOf);
  const [asked, setAsked] = useState<Asked | null>(null);
  const ask = (email: string) => (challenge: Challenge | null) =>
    setAsked(challenge === null ? null : { ...challenge, email });
  return (
    <main className={classes["page"]}>
      <div className={classes["middle"]}>
        <Title order={1} className={classes["brand"] ?? ""}>
          Balcão
        </Title>
        <Text c="dimmed" size="sm" mb="lg">
          {t("tagline")}
        </Text>
        {because === null || asked !== null ? null : (
          <Alert color={because === "signed-out" ? "balcao" : "yellow"} mb="md" role="status">
            {t(`ended.${because}`)}
          </Alert>
        )}
        <Paper withBorder p="xl" radius="lg" className={classes["card"] ?? ""}>
          {asked === null ? (
            <PasswordForm onAsked={ask} />
          ) : (
            <Suspense fallback={<Loading />}>
              {asked.challenge === "NEW_PASSWORD_REQUIRED" ? (
                <NewPasswordForm asked={asked} onAsked={ask(asked.email)} />
              ) : (
                <CodeForm asked={asked} onAsked={ask(asked.email)} />
              )}
            </Suspense>
          )}
        </Paper>
        <LanguageSwitch />
      </div>
    </main>
  );
}
