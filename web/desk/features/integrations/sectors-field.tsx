import { MultiSelect, Radio, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { SectorId } from "../../../../shared/contracts/ids.ts";
import { useDirectory } from "../../lib/directory/directory.ts";

/** The whole business, or some of its sectors. */
export function SectorsField(props: {
  readonly label: string;
  readonly all: string;
  readonly allHint: string;
  readonly some: string;
  readonly value: SectorId[] | null;
  readonly onChange: (sectorIds: SectorId[] | null) => void;
  readonly error: ReactNode;
}) {
  const { t } = useTranslation("integrations");
  const { data } = useDirectory();
  const { value, onChange } = props;
  return (
    <Radio.Group
      label={props.label}
      value={value === null ? "all" : "some"}
      onChange={(which) => onChange(which === "all" ? null : [])}
    >
      <Stack gap="xs" mt={6}>
        <Radio value="all" label={props.all} description={props.allHint} />
        <Radio value="some" label={props.some} />
        {value === null ? null : (
          <MultiSelect
            aria-label={t("sectors")}
            placeholder={value.length === 0 ? t("sectors") : ""}
            data={(data?.sectors ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={value}
            onChange={(ids) => onChange(ids)}
            searchable
            error={props.error}
          />
        )}
      </Stack>
    </Radio.Group>
  );
}
