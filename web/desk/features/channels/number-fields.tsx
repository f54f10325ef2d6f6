import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { firstError } from "../../lib/forms/first-error.ts";

type Field = "name" | "displayNumber" | "phoneNumberId" | "wabaId";

const fields: readonly Field[] = ["name", "displayNumber", "phoneNumberId", "wabaId"];

/** What a WhatsApp number is known by. The id that Meta gave the number is said once: another one is another channel. */
export function NumberFields(props: {
  readonly value: Readonly<Record<Field, string>>;
  readonly set: (field: Field, value: string) => void;
  readonly errors: Readonly<Record<string, unknown>>;
  readonly isNew?: boolean;
}) {
  const { t } = useTranslation("channels");
  return fields.map((field) => {
    const error = firstError(props.errors as Record<string, string>, field);
    return (
      <TextInput
        key={field}
        label={t(`number.${field}`)}
        description={t(`number.${field}Hint`)}
        placeholder={t(`number.${field}Example`)}
        readOnly={field === "phoneNumberId" && props.isNew !== true}
        variant={field === "phoneNumberId" && props.isNew !== true ? "filled" : "default"}
        spellCheck={field === "name"}
        value={props.value[field]}
        {...(error === undefined ? {} : { error })}
        onChange={(event) => props.set(field, event.currentTarget.value)}
      />
    );
  });
}
