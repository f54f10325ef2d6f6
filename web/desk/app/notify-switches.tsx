import { Switch } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import {
  notifyPreferences,
  type NotifyPreferences,
  permission,
  reloadPreferences,
  wantNotifications,
  wantSounds,
} from "../lib/notify/preferences.ts";
import { useStore } from "../lib/store.ts";

const itself = (it: NotifyPreferences): NotifyPreferences => it;

/** How the person is alerted to what they do not look at. The browser is asked for its permission only here. */
export function NotifySwitches() {
  const { t } = useTranslation("common");
  const { sounds, notifications } = useStore(notifyPreferences, itself);
  const [allowed, setAllowed] = useState(permission);
  useEffect(reloadPreferences, []);
  return (
    <>
      <Switch
        mt="md"
        size="sm"
        label={t("menu.sounds")}
        description={t("menu.soundsHint")}
        checked={sounds}
        onChange={(event) => wantSounds(event.currentTarget.checked)}
      />
      <Switch
        mt="sm"
        mb="xs"
        size="sm"
        label={t("menu.notifications")}
        description={
          allowed === "absent"
            ? t("menu.notificationsAbsent")
            : allowed === "denied"
              ? t("menu.notificationsDenied")
              : t("menu.notificationsHint")
        }
        disabled={allowed === "absent"}
        checked={notifications}
        onChange={(event) => void wantNotifications(event.currentTarget.checked).then(setAllowed)}
      />
    </>
  );
}
