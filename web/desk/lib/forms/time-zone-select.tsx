import { Select } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { matches } from "../ui/search.ts";

/** As many zones as are shown at once. */
const most = 60;

/** An IANA time zone, found by its city. */
export function TimeZoneSelect(props: {
  readonly value: string;
  readonly onChange: (timeZone: string) => void;
  readonly label?: string;
  readonly error?: string | undefined;
  readonly disabled?: boolean;
}) {
  const { t } = useTranslation(["forms", "common"]);
  const zones = useMemo(
    () =>
      [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC", props.value])].map((zone) => ({
        value: zone,
        label: zone.replaceAll("_", " ").replaceAll("/", " / "),
      })),
    [props.value],
  );
  return (
    <Select
      label={props.label ?? t("hours.timeZone")}
      data={zones}
      value={props.value}
      onChange={(zone) => {
        if (zone !== null) props.onChange(zone);
      }}
      searchable
      allowDeselect={false}
      limit={most}
      maw={360}
      error={props.error}
      disabled={props.disabled ?? false}
      nothingFoundMessage={t("common:command.nothing")}
      filter={({ options, search, limit }) =>
        options.filter((it) => "label" in it && matches(it.label, search)).slice(0, limit)
      }
    />
  );
}
