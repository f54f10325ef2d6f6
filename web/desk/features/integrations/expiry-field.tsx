import { Group, Select } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Time } from "../../../../shared/contracts/values.ts";
import { DayField } from "../../lib/forms/day-field.tsx";
import { endOf, inDays } from "./expiry.ts";
import { useDesk } from "../../lib/desk/context.ts";

/** How long a key counts, in days; beside them: until it is removed, and until a day. */
const lifetimes = ["30", "90", "365"] as const;

/** Until when something counts: always, for some days, or until the end of a day. */
export function ExpiryField(props: {
  readonly onChange: (expiresAt: Time | null) => void;
  readonly error: ReactNode;
}) {
  const { t } = useTranslation("integrations");
  const { clock } = useDesk();
  const { onChange } = props;
  const [lifetime, setLifetime] = useState("never");
  const [day, setDay] = useState("");
  const choose = (chosen: string | null): void => {
    if (chosen === null) return;
    setLifetime(chosen);
    if (chosen === "never") onChange(null);
    else onChange(chosen === "date" ? endOf(day) : inDays(Number(chosen), clock()));
  };
  const isDate = lifetime === "date";
  return (
    <Group align="flex-start" gap="sm">
      <Select
        label={t("keys.lifetime")}
        data={[
          { value: "never", label: t("keys.never") },
          ...lifetimes.map((value) => ({ value, label: t("keys.days", { count: Number(value) }) })),
          { value: "date", label: t("keys.date") },
        ]}
        allowDeselect={false}
        value={lifetime}
        onChange={choose}
        w={220}
        error={isDate ? undefined : props.error}
      />
      {isDate ? (
        <DayField
          label={t("keys.lastDay")}
          w={220}
          value={day}
          onChange={(chosen) => {
            setDay(chosen);
            onChange(endOf(chosen));
          }}
          error={props.error}
        />
      ) : null}
    </Group>
  );
}
