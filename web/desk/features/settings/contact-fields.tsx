import { ActionIcon, Button, Group, Select, TagsInput, Text, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { fieldTypes, relabelled, retyped } from "./field-rules.ts";
import type { PartProps } from "./form.ts";
import classes from "./contact-fields.module.css";

const most = 30;

/** What is kept of each contact: a row a field, in the order in which they are shown. */
export function ContactFields({ form }: PartProps) {
  const { t } = useTranslation("settings");
  const fields = form.values.contactFields;
  return (
    <>
      {fields.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("fields.none")}
        </Text>
      ) : (
        <ol className={classes["fields"]}>
          {fields.map((_, index) => (
            // A field's place is what it is known by while it is edited.
            <FieldRow key={index} form={form} index={index} />
          ))}
        </ol>
      )}
      {fields.length >= most ? null : (
        <Button
          variant="light"
          leftSection={<IconPlus size={16} aria-hidden />}
          className={classes["add"] ?? ""}
          onClick={() => form.insertListItem("contactFields", { type: "text", key: "", label: "" })}
        >
          {t("fields.add")}
        </Button>
      )}
    </>
  );
}

function FieldRow({ form, index }: PartProps & { readonly index: number }) {
  const { t } = useTranslation(["settings", "forms"]);
  const fields = form.values.contactFields;
  const field = fields[index];
  if (field === undefined) return null;
  const number = index + 1;
  const name = field.label === "" ? String(number) : field.label;
  const move = (to: number) => () => form.reorderListItem("contactFields", { from: index, to });
  return (
    <li className={classes["field"]}>
      <div className={classes["inputs"]}>
        <TextInput
          label={t("fields.label")}
          maxLength={60}
          {...form.getInputProps(`contactFields.${index}.label`)}
          onChange={(event) =>
            form.replaceListItem("contactFields", index, relabelled(field, event.currentTarget.value))
          }
        />
        <Select
          label={t("fields.type")}
          allowDeselect={false}
          value={field.type}
          data={fieldTypes.map((type) => ({ value: type, label: t(`fields.types.${type}`) }))}
          onChange={(type) => {
            if (type !== null) form.replaceListItem("contactFields", index, retyped(field, type));
          }}
        />
        <TextInput
          label={t("fields.key")}
          maxLength={40}
          spellCheck={false}
          // Values are kept under the key: of a saved field it stays.
          readOnly={field.saved === true}
          variant={field.saved === true ? "filled" : "default"}
          {...form.getInputProps(`contactFields.${index}.key`)}
        />
      </div>
      {field.type === "choice" ? (
        <TagsInput
          label={t("fields.options")}
          description={t("fields.optionsHint")}
          maxTags={20}
          mt="xs"
          {...form.getInputProps(`contactFields.${index}.options`)}
        />
      ) : null}
      <Group gap={4} mt={6} justify="flex-end">
        <ActionIcon
          variant="subtle"
          color="gray"
          disabled={index === 0}
          aria-label={t("fields.up", { name })}
          onClick={move(index - 1)}
        >
          <IconArrowUp size={18} stroke={1.6} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          disabled={number === fields.length}
          aria-label={t("fields.down", { name })}
          onClick={move(index + 1)}
        >
          <IconArrowDown size={18} stroke={1.6} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("fields.remove", { name })}
          onClick={() => form.removeListItem("contactFields", index)}
        >
          <IconTrash size={18} stroke={1.6} />
        </ActionIcon>
      </Group>
    </li>
  );
}
