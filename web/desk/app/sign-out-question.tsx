import { Text } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmAct } from "../lib/ui/confirm-act.tsx";
import { signingOut } from "./sign-out.ts";
import { useSession } from "../lib/desk/context.ts";
import { useStore } from "../lib/store.ts";

const itself = (count: number | null): number | null => count;

/** Asks who holds open tickets whether they mean to sign out: the tickets go back to their lines. */
export function SignOutQuestion() {
  const { t } = useTranslation("common");
  const session = useSession();
  const count = useStore(signingOut, itself);
  useEffect(() => () => signingOut.set(null), []);
  if (count === null) return null;
  return (
    <ConfirmAct
      danger
      title={t("signOut.title")}
      confirm={t("menu.signOut")}
      act={() => session.signOut()}
      close={() => signingOut.set(null)}
    >
      <Text size="sm">{t("signOut.hint", { count })}</Text>
    </ConfirmAct>
  );
}
