import type { ErrorCode } from "../../../../shared/contracts/errors.ts";
import type { Locale } from "../../../../shared/contracts/values.ts";

/** Loads what each error says in one language. */
export type ErrorTexts = Readonly<
  Record<Locale, () => Promise<{ default: Readonly<Record<ErrorCode, string>> }>>
>;
