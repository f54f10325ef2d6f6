import { SegmentedControl, Stack, Text } from "@mantine/core";
import { useRef } from "react";
import type { Hours } from "../../../../shared/contracts/hours.ts";
import { HoursGrid } from "./hours-grid.tsx";
import { TimeZoneSelect } from "./time-zone-select.tsx";
import { weekOf, workingDays } from "./week.ts";

/** Hours that there may be none of: any time, or a week of them in a time zone. What was set is kept while one looks at the other. */
export function HoursField(props: {
  readonly label: string;
  readonly hint?: string;
  /** What no hours mean, and what hours mean. */
  readonly anyTime: string;
  readonly theseHours: string;
  readonly value: Hours | null;
  readonly onChange: (hours: Hours | null) => void;
  /** The zone of new hours. */
  readonly timeZone: string;
  readonly error?: string | undefined;
  readonly disabled?: boolean;
}) {
  const { value, onChange, disabled = false } = props;
  const last = useRef<Hours | null>(value);
  if (value !== null) last.current = value;
  const begin = (): Hours =>
    last.current ?? {
      timeZone: props.timeZone,
      weekly: weekOf(workingDays, [{ from: "09:00", to: "18:00" }]),
      special: [],
    };
  return (
    <Stack gap="xs">
      <div>
        <Text size="sm" fw={600}>
          {props.label}
        </Text>
        {props.hint === undefined ? null : (
          <Text size="xs" c="dimmed">
            {props.hint}
          </Text>
        )}
      </div>
      <SegmentedControl
        aria-label={props.label}
        size="xs"
        disabled={disabled}
        data={[
          { value: "any", label: props.anyTime },
          { value: "hours", label: props.theseHours },
        ]}
        value={value === null ? "any" : "hours"}
        onChange={(chosen) => onChange(chosen === "any" ? null : begin())}
        style={{ alignSelf: "flex-start" }}
      />
      {value === null ? null : (
        <>
          <HoursGrid
            label={props.label}
            disabled={disabled}
            value={value.weekly}
            onChange={(weekly) => onChange({ ...value, weekly })}
          />
          <TimeZoneSelect
            disabled={disabled}
            value={value.timeZone}
            onChange={(timeZone) => onChange({ ...value, timeZone })}
          />
        </>
      )}
      {props.error === undefined ? null : (
        <Text size="sm" c="red" role="alert">
          {props.error}
        </Text>
      )}
    </Stack>
  );
}
