import { ActionIcon, Badge, Button, Group, Text, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { isThere, type TagDraft } from "./tag-changes.ts";
import classes from "./tags.module.css";

/** The tags of a sector as a list to write in: a name and Enter adds one. */
export function TagEditor(props: {
  readonly tags: readonly TagDraft[];
  readonly onChange: (tags: TagDraft[]) => void;
  readonly errorAt?: (index: number) => string | undefined;
}) {
  const { t } = useTranslation("sectors");
  const { tags, onChange } = props;
  const [name, setName] = useState("");
  const twice = name.trim() !== "" && isThere(tags, name);
  const add = (): void => {
    if (name.trim() === "" || twice) return;
    onChange([...tags, { key: crypto.randomUUID(), id: null, name: name.trim() }]);
    setName("");
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    // Enter adds the tag; it saves nothing yet.
    event.preventDefault();
    add();
  };
  return (
    <div>
      <Group align="flex-end" gap="xs" mb="md">
        <TextInput
          label={t("tags.new")}
          placeholder={t("tags.example")}
          className={classes["new"] ?? ""}
          maxLength={120}
          value={name}
          {...(twice ? { error: t("tags.twice") } : {})}
          onChange={(event) => setName(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <Button variant="light" onClick={add} disabled={name.trim() === "" || twice}>
          {t("tags.add")}
        </Button>
      </Group>
      {tags.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("tags.none")}
        </Text>
      ) : (
        <ul className={classes["tags"]} aria-label={t("tags.title")}>
          {tags.map((tag, index) => (
            <li key={tag.key} className={classes["tag"]}>
              <TextInput
                className={classes["name"] ?? ""}
                size="sm"
                aria-label={t("tags.name", { name: tag.name })}
                maxLength={120}
                value={tag.name}
                error={
                  isThere(tags, tag.name, tag.key) && tag.name.trim() !== ""
                    ? t("tags.twice")
                    : props.errorAt?.(index)
                }
                onChange={(event) =>
                  onChange(
                    tags.map((it) => (it.key === tag.key ? { ...it, name: event.currentTarget.value } : it)),
                  )
                }
              />
              {tag.id === null ? (
                <Badge variant="light" tt="none">
                  {t("tags.isNew")}
                </Badge>
              ) : null}
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t("removeNamed", { name: tag.name })}
                onClick={() => onChange(tags.filter(({ key }) => key !== tag.key))}
              >
                <IconTrash size={18} stroke={1.6} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
