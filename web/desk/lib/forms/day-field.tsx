import { TextInput, type TextInputProps } from "@mantine/core";
import { lazy, Suspense } from "react";
import { dayWritten } from "./day-typed.ts";
import { useLocale } from "../i18n/hooks.ts";

const DayInput = lazy(() => import("./day-input.tsx"));

/** What a field of a day is given; the day is `yyyy-mm-dd`, or empty. */
export interface DayFieldProps extends Pick<TextInputProps, "label" | "aria-label" | "error" | "w"> {
  readonly size?: "xs" | "sm";
  readonly value: string;
  readonly onChange: (day: string) => void;
}

/** A day, typed or chosen from a calendar, written as the desk's language writes days and not as the browser's does. */
export function DayField(props: DayFieldProps) {
  const locale = useLocale();
  const { value, onChange: _, ...others } = props;
  return (
    <Suspense fallback={<TextInput {...others} value={dayWritten(value, locale)} readOnly />}>
      <DayInput {...props} />
    </Suspense>
  );
}
