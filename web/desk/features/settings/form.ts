import type { UseFormReturnType } from "@mantine/form";
import type { FieldDraft } from "./field-rules.ts";
import type { Settings } from "../../../../shared/contracts/settings.ts";

/** What the settings' form holds. */
export type SettingsValues = Omit<Settings, "version" | "contactFields"> & { contactFields: FieldDraft[] };

/** The form as its parts are given it. */
export interface PartProps {
  readonly form: UseFormReturnType<SettingsValues>;
}

/** Whether conversations are deleted that were kept before: that cannot be undone. */
export const forgetsMore = (before: number | null, after: number | null): boolean =>
  after !== null && (before === null || after < before);
