import type { UseFormReturnType } from "@mantine/form";
import type { Settings } from "../../../../shared/contracts/settings.ts";

/** What the settings' form holds. */
export type SettingsValues = Omit<Settings, "version">;

/** The form as its parts are given it. */
export interface PartProps {
  readonly form: UseFormReturnType<SettingsValues>;
}
