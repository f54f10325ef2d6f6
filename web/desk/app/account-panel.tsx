import { Popover, SegmentedControl, Text, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { IconKeyboard, IconLogout, IconShieldLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { At } from "../lib/ui/at.tsx";
import { changeLocale } from "../lib/i18n/i18n.ts";
import { localeNames, locales } from "../lib/i18n/locale.ts";
import { NotifySwitches } from "./notify-switches.tsx";
import { openShortcuts } from "./asked.ts";
import { useDesk } from "../lib/desk/context.ts";
import { useLocale } from "../lib/i18n/hooks.ts";
import { useSignOut } from "./sign-out.ts";
import classes from "./account-menu.module.css";

/** How the person likes the desk, and the way out of it; below the button that opened it. */
export default function AccountPanel(props: {
  readonly target: HTMLElement | null;
  readonly opened: boolean;
  readonly setOpened: (opened: boolean) => void;
  readonly openAuthenticator: () => void;
}) {
  const { t } = useTranslation("common");
  const { me } = useDesk();
  const signOut = useSignOut();
  const locale = useLocale();
  const { target, opened, setOpened } = props;
  const { colorScheme, setColorScheme } = useMantineColorScheme({
    // To hold them still Mantine would write a `<style>`, which the CSP refuses.
    keepTransitions: true,
  });
  return (
    <Popover position="bottom-end" width={280} opened={opened} onChange={setOpened} trapFocus returnFocus>
      <Popover.Target>
        <At target={target} />
      </Popover.Target>
      <Popover.Dropdown className={classes["menu"] ?? ""} aria-label={t("menu.open")}>
        <Text fw={600} size="sm" truncate>
          {me.agent.name}
        </Text>
        <Text size="xs" c="dimmed" truncate mb="sm">
          {me.agent.email}
        </Text>
        <Text size="xs" c="dimmed" mb={4}>
          {t("menu.language")}
        </Text>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={t("menu.language")}
          value={locale}
          onChange={(value) => void changeLocale(value)}
          data={locales.map((value) => ({ value, label: localeNames[value] }))}
        />
        <Text size="xs" c="dimmed" mt="sm" mb={4}>
          {t("menu.theme")}
        </Text>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={t("menu.theme")}
          value={colorScheme}
          onChange={(value) => setColorScheme(value)}
          data={(["light", "dark", "auto"] as const).map((value) => ({ value, label: t(`menu.${value}`) }))}
        />
        <NotifySwitches />
        <UnstyledButton
          className={classes["item"]}
          mt="sm"
          onClick={() => {
            setOpened(false);
            openShortcuts();
          }}
        >
          <IconKeyboard size={18} stroke={1.6} aria-hidden />
          {t("menu.shortcuts")}
        </UnstyledButton>
        <UnstyledButton
          className={classes["item"]}
          onClick={() => {
            setOpened(false);
            props.openAuthenticator();
          }}
        >
          <IconShieldLock size={18} stroke={1.6} aria-hidden />
          {t("menu.authenticator")}
        </UnstyledButton>
        <UnstyledButton
          className={classes["item"]}
          onClick={() => {
            setOpened(false);
            signOut();
          }}
        >
          <IconLogout size={18} stroke={1.6} aria-hidden />
          <span>
            {t("menu.signOut")}
            <Text component="span" display="block" size="xs" c="dimmed">
              {t("menu.signOutHint")}
            </Text>
          </span>
        </UnstyledButton>
      </Popover.Dropdown>
    </Popover>
  );
}
