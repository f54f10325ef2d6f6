import { MultiSelect, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SectorPart } from "../values.ts";
import { isAdmin } from "../may.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useDirectory } from "../../../lib/directory/directory.ts";

/** The sector's name and who manages it. */
export function BasicsPart({ form }: SectorPart) {
  const { t } = useTranslation("sectors");
  const { me } = useDesk();
  const { data } = useDirectory();
  const supervisors = (data?.agents ?? []).filter(
    ({ id, role, active }) => (role === "supervisor" && active) || form.values.managerIds.includes(id),
  );
  return (
    <>
      <TextInput
        label={t("basics.name")}
        placeholder={t("basics.nameExample")}
        maxLength={120}
        data-autofocus
        {...form.getInputProps("name")}
      />
      <MultiSelect
        label={t("basics.managers")}
        description={t(isAdmin(me) ? "basics.managersHint" : "basics.managersNotYours")}
        data={supervisors.map(({ id, name }) => ({ value: id, label: name }))}
        disabled={!isAdmin(me)}
        searchable
        hidePickedOptions
        maxValues={20}
        nothingFoundMessage={t("basics.noSupervisors")}
        {...form.getInputProps("managerIds")}
      />
    </>
  );
}
