import { Group, Input, NumberInput, Select } from "@mantine/core";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { type DurationUnit, durationUnits, secondsIn, unitOf } from "./duration.ts";

/**
 * A length of time, written in the unit that suits it and kept in seconds. Empty is null, where the field may be empty; where it may
 * not, whoever uses it keeps NaN for it, which the contract refuses.
 */
export function DurationField(props: {
  readonly label: string;
  readonly description?: string;
  readonly value: number | null;
  readonly onChange: (seconds: number | null) => void;
  readonly error?: string;
  /** The units to choose from, the smallest first. */
  readonly units?: readonly DurationUnit[];
  /** What an empty field means, shown in it. */
  readonly placeholder?: string;
}) {
  const { t } = useTranslation("forms");
  const id = useId();
  const { units = ["seconds", "minutes", "hours", "days"] } = props;
  const value = Number.isNaN(props.value) ? null : props.value;
  const [chosen, setChosen] = useState<DurationUnit | null>(null);
  const unit = chosen ?? unitOf(value, units);
  return (
    <Input.Wrapper label={props.label} description={props.description} error={props.error} id={id}>
      <Group gap={6} wrap="nowrap" mt={4}>
        <NumberInput
          id={id}
          w={110}
          min={0}
          allowDecimal={false}
          allowNegative={false}
          hideControls
          value={value === null ? "" : value / secondsIn[unit]}
          placeholder={props.placeholder}
          error={props.error !== undefined}
          aria-describedby={`${id}-description ${id}-error`}
          onChange={(amount) => {
            setChosen(unit);
            props.onChange(amount === "" ? null : Math.round(Number(amount) * secondsIn[unit]));
          }}
        />
        <Select
          w={130}
          aria-label={t("duration.unit", { label: props.label })}
          allowDeselect={false}
          value={unit}
          data={durationUnits
            .filter((it) => units.includes(it) || it === unit)
            .map((it) => ({ value: it, label: t(`duration.${it}`) }))}
          onChange={(next) => {
            if (next === null) return;
            const to = next;
            setChosen(to);
            if (value !== null) props.onChange(Math.round(value / secondsIn[unit]) * secondsIn[to]);
          }}
        />
      </Group>
    </Input.Wrapper>
  );
}
