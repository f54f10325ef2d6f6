import { useMantineColorScheme } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { localeNames, locales } from "../lib/i18n/locale.ts";
import { adminPages } from "./admin-pages.ts";
import { changeLocale } from "../lib/i18n/i18n.ts";
import { type Command, useCommands } from "../lib/commands/registry.ts";
import { pages } from "./pages.ts";
import { SignOutQuestion } from "./sign-out-question.tsx";
import { useDesk } from "../lib/desk/context.ts";
import { useLocale } from "../lib/i18n/hooks.ts";
import { useSignOut } from "./sign-out.ts";

/** What can be done from the command bar on every page: going to any page, and what the person's account offers. */
export default function GeneralCommands() {
  const { t } = useTranslation("common");
  const { agent } = useDesk().me;
  const [, navigate] = useLocation();
  const locale = useLocale();
  const signOut = useSignOut();
  const { colorScheme, setColorScheme } = useMantineColorScheme({
    // To hold them still Mantine would write a `<style>`, which the CSP refuses.
    keepTransitions: true,
  });
  const places = [
    ...pages.map(({ path, label, roles }) => ({ path, label: t(label), roles, group: t("command.pages") })),
    ...adminPages.map(({ path, label, roles }) => ({
      ...{ path: `/admin${path}`, label: t(label), roles, group: t("nav.admin") },
    })),
  ];
  const account = t("menu.open");
  useCommands([
    ...places
      .filter(({ roles }) => roles.includes(agent.role))
      .map(({ path, label, group }): Command => ({ id: path, label, group, run: () => navigate(path) })),
    ...locales
      .filter((it) => it !== locale)
      .map((it): Command => ({
        ...{ id: `language-${it}`, label: `${t("menu.language")}: ${localeNames[it]}`, group: account },
        run: () => void changeLocale(it),
      })),
    ...(["light", "dark", "auto"] as const)
      .filter((it) => it !== colorScheme)
      .map((it): Command => ({
        ...{ id: `look-${it}`, label: `${t("menu.theme")}: ${t(`menu.${it}`)}`, group: account },
        run: () => setColorScheme(it),
      })),
    { id: "sign-out", label: t("menu.signOut"), group: account, run: signOut },
  ]);
  return <SignOutQuestion />;
}
