import { Avatar, Menu, SegmentedControl, Text, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { IconKeyboard, IconLogout } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { changeLocale } from "../lib/i18n/i18n.ts";
import { initials } from "../lib/ui/initials.ts";
import { localeNames, locales } from "../lib/i18n/locale.ts";
import { openShortcuts } from "./shortcuts-sheet.tsx";
import { useDesk, useSession } from "../lib/desk/context.ts";
import { useLocale } from "../lib/i18n/hooks.ts";
import classes from "./account-menu.module.css";

/** The person, and how they like the desk. */
export function AccountMenu() {
  const { t } = useTranslation("common");
  const { me } = useDesk();
  const session = useSession();
  const locale = useLocale();
  const { colorScheme, setColorScheme } = useMantineColorScheme({
    // To hold them still Mantine would write a `<style>`, which the CSP refuses.
    keepTransitions: true,
  });
  return (
    <Menu position="bottom-end" width={280} closeOnItemClick={false}>
      <Menu.Target>
        <UnstyledButton className={classes["button"]} aria-label={t("menu.open")}>
          <Avatar size={32} radius="xl" color="balcao" variant="filled">
            {initials(me.agent.name)}
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes["who"]}>
          <Text fw={600} size="sm" truncate>
            {me.agent.name}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {me.agent.email}
          </Text>
        </div>
        <Menu.Divider />
        <Menu.Label>{t("menu.language")}</Menu.Label>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={t("menu.language")}
          value={locale}
          onChange={(value) => void changeLocale(value)}
          data={locales.map((value) => ({ value, label: localeNames[value] }))}
        />
        <Menu.Label>{t("menu.theme")}</Menu.Label>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={t("menu.theme")}
          value={colorScheme}
          onChange={(value) => setColorScheme(value)}
          data={(["light", "dark", "auto"] as const).map((value) => ({ value, label: t(`menu.${value}`) }))}
        />
        <Menu.Divider />
        <Menu.Item
          closeMenuOnClick
          leftSection={<IconKeyboard size={18} stroke={1.6} />}
          onClick={openShortcuts}
        >
          {t("menu.shortcuts")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={18} stroke={1.6} />}
          onClick={() => void session.signOut().catch(() => undefined)}
        >
          {t("menu.signOut")}
          <Text size="xs" c="dimmed">
            {t("menu.signOutHint")}
          </Text>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
