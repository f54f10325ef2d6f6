import { Select, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Role } from "../../../../shared/contracts/values.ts";
import { type Places, placesAs } from "./places.ts";
import { phoneTyped, phoneWritten } from "./phone-typed.ts";
import { rolesToGive } from "./rights.ts";
import { useDesk } from "../../lib/desk/context.ts";

interface Values extends Places {
  name: string;
  role: Role;
  phone: string | null;
}

/** Name, phone and role: what every form about a person asks. */
export function PersonFields<V extends Values>(props: {
  readonly form: UseFormReturnType<V>;
  readonly disabled?: boolean;
}) {
  const { t } = useTranslation("agents");
  const { me } = useDesk();
  const { disabled = false } = props;
  // The fields are those that every form about a person has.
  const form = props.form as unknown as UseFormReturnType<Values>;
  const roles = rolesToGive(me);
  const { role } = form.values;
  const offered = roles.includes(role) ? roles : [role, ...roles];
  const setRole = (chosen: Role): void => form.setValues({ role: chosen, ...placesAs(chosen, form.values) });
  return (
    <>
      <TextInput label={t("profile.name")} withAsterisk disabled={disabled} {...form.getInputProps("name")} />
      <Select
        label={t("profile.role")}
        description={t(`profile.roleHint.${role}`)}
        data={offered.map((value) => ({ value, label: t(`role.${value}`) }))}
        allowDeselect={false}
        disabled={disabled}
        value={role}
        onChange={(chosen) => {
          if (chosen !== null) setRole(chosen);
        }}
        error={form.errors["role"]}
      />
      <PhoneInput
        value={form.values.phone}
        onChange={(phone) => form.setFieldValue("phone", phone)}
        error={form.errors["phone"]}
        disabled={disabled}
      />
    </>
  );
}

function PhoneInput(props: {
  readonly value: string | null;
  readonly onChange: (phone: string | null) => void;
  readonly error: React.ReactNode;
  readonly disabled: boolean;
}) {
  const { t } = useTranslation("agents");
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextInput
      type="tel"
      label={t("profile.phone")}
      description={t("profile.phoneHint")}
      placeholder="(11) 99999-0000"
      disabled={props.disabled}
      value={typed ?? phoneWritten(props.value)}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        props.onChange(phoneTyped(event.currentTarget.value));
      }}
      onBlur={() => setTyped(null)}
      error={props.error}
    />
  );
}
