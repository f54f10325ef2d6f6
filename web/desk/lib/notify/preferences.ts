import { createStore } from "../store.ts";

/** How a person wants to be alerted in this browser. */
export interface NotifyPreferences {
  readonly sounds: boolean;
  /** Wanted; shown only while the browser allows them, too. */
  readonly notifications: boolean;
}

const keys = { sounds: "balcao-sounds", notifications: "balcao-notifications" } as const;

/** Sounds unless they were turned off; notifications only after they were turned on. */
export const readPreferences = (): NotifyPreferences => ({
  sounds: localStorage.getItem(keys.sounds) !== "off",
  notifications: localStorage.getItem(keys.notifications) === "on" && permission() === "granted",
});

/** What the browser says of notifications of this page; `absent` where it has none. */
export const permission = (): NotificationPermission | "absent" =>
  "Notification" in window ? Notification.permission : "absent";

/** The preferences of this browser as this tab knows them; what is done reads them anew. */
export const notifyPreferences = createStore<NotifyPreferences>({ sounds: true, notifications: false });

/** Takes up what was chosen before, perhaps in another tab. */
export const reloadPreferences = (): void => notifyPreferences.set(readPreferences());

/** Turns sounds on or off, from now on and for all tabs. */
export function wantSounds(wanted: boolean): void {
  localStorage.setItem(keys.sounds, wanted ? "on" : "off");
  reloadPreferences();
}

/** Turns notifications on or off; the browser asks the person the first time. Answers what it says of them. */
export async function wantNotifications(wanted: boolean): Promise<ReturnType<typeof permission>> {
  const allowed =
    wanted && permission() === "default" ? await Notification.requestPermission() : permission();
  localStorage.setItem(keys.notifications, wanted && allowed === "granted" ? "on" : "off");
  reloadPreferences();
  return allowed;
}
