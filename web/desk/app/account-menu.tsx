import { Avatar, UnstyledButton } from "@mantine/core";
import { lazy, Suspense, useRef } from "react";
import { useTranslation } from "react-i18next";
import { ErrorBoundary } from "../lib/ui/error-boundary.tsx";
import { initials } from "../lib/ui/initials.ts";
import { later } from "../lib/ui/later.ts";
import { useCommands } from "../lib/commands/registry.ts";
import { useDesk } from "../lib/desk/context.ts";
import { useOpened } from "../lib/ui/use-opened.ts";
import classes from "./account-menu.module.css";

const AccountPanel = later(() => import("./account-panel.tsx"));
const AuthenticatorDialog = lazy(() => import("../features/authenticator/dialog.tsx"));

/** The person, and how they like the desk. */
export function AccountMenu() {
  const { t } = useTranslation("common");
  const { me } = useDesk();
  const button = useRef<HTMLButtonElement>(null);
  const { opened, setOpened, wasOpened } = useOpened();
  const authenticator = useOpened();
  useCommands([
    {
      id: "authenticator",
      label: t("menu.authenticator"),
      group: t("menu.open"),
      run: () => authenticator.setOpened(true),
    },
  ]);
  return (
    <>
      <UnstyledButton
        ref={button}
        className={classes["button"]}
        aria-label={`${initials(me.agent.name)}, ${t("menu.open")}`}
        aria-haspopup="dialog"
        aria-expanded={opened}
        onClick={() => setOpened(!opened)}
      >
        <Avatar size={32} radius="xl" color="balcao" variant="filled">
          {initials(me.agent.name)}
        </Avatar>
      </UnstyledButton>
      <Suspense>
        {wasOpened ? (
          <AccountPanel
            target={button.current}
            opened={opened}
            setOpened={setOpened}
            openAuthenticator={() => authenticator.setOpened(true)}
          />
        ) : null}
      </Suspense>
      <ErrorBoundary fallback={null}>
        <Suspense>
          {authenticator.wasOpened ? (
            <AuthenticatorDialog
              opened={authenticator.opened}
              onClose={() => authenticator.setOpened(false)}
            />
          ) : null}
        </Suspense>
      </ErrorBoundary>
    </>
  );
}
