import { Select, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ContactField } from "../../../../../shared/contracts/contacts.ts";

/** One of the fields that the business keeps of its contacts, as its definition says; its value is a text, empty for none. */
export function FieldInput(props: {
  readonly field: ContactField;
  readonly text: string;
  readonly error: string | undefined;
  readonly onChange: (text: string) => void;
}) {
  const { field, text, error, onChange } = props;
  const { t } = useTranslation("workspace");
  if (field.type === "boolean" || field.type === "choice")
    return (
      <Select
        label={field.label}
        placeholder={t("contact.none")}
        data={
          field.type === "choice"
            ? [...field.options]
            : [
                { value: "true", label: t("contact.yes") },
                { value: "false", label: t("contact.no") },
              ]
        }
        value={text === "" ? null : text}
        error={error}
        clearable
        onChange={(value) => onChange(value ?? "")}
      />
    );
  return (
    <TextInput
      label={field.label}
      type={field.type === "date" ? "date" : "text"}
      {...(field.type === "number" ? { inputMode: "decimal" as const } : {})}
      maxLength={500}
      value={text}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
