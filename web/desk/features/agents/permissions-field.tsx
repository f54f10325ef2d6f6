import { Stack, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Permissions } from "../../../../shared/contracts/organisation.ts";

const names = [
  "dropPotentials",
  "viewContacts",
  "outreach",
  "seeQueueHistory",
] as const satisfies readonly (keyof Permissions)[];

/** What an agent may beyond attending, each with what it means. */
export function PermissionsField(props: {
  readonly value: Permissions;
  readonly onChange: (permissions: Permissions) => void;
  readonly disabled?: boolean;
}) {
  const { t } = useTranslation("agents");
  return (
    <Stack>
      {names.map((name) => (
        <Switch
          key={name}
          label={t(`permissions.${name}`)}
          description={t(`permissions.hints.${name}`)}
          disabled={props.disabled ?? false}
          checked={props.value[name]}
          onChange={(event) => props.onChange({ ...props.value, [name]: event.currentTarget.checked })}
        />
      ))}
    </Stack>
  );
}
