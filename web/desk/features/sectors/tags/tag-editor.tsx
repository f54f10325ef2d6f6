import { ActionIcon, Badge, Button, Group, Text, TextInput } from "@mantine/core";
import { IconSearch, IconTrash } from "@tabler/icons-react";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { isThere, namedTwice, type TagDraft, type TagsTyped, withTyped } from "./tag-changes.ts";
import { matches } from "../../../lib/ui/search.ts";
import classes from "./tags.module.css";

/** From how many tags on they can be searched, and how many are shown at once. */
const [many, most] = [12, 50];

/** The tags of a sector as a list to write in: a name and Enter adds one. */
export function TagEditor(props: {
  readonly value: TagsTyped;
  readonly onChange: (changed: Partial<TagsTyped>) => void;
  readonly errorAt: (index: number) => string | undefined;
}) {
  const { t } = useTranslation(["sectors", "forms"]);
  const { value, onChange } = props;
  const { tags, newTag } = value;
  const [search, setSearch] = useState("");
  // Found when it was searched for: a tag stays where it is while it is renamed.
  const [hits, setHits] = useState<ReadonlySet<string> | null>(null);
  const [shown, setShown] = useState(most);
  const twice = newTag.trim() !== "" && isThere(tags, newTag);
  const same = namedTwice(tags);
  const find = (text: string): void => {
    setSearch(text);
    const wanted = tags.filter(({ name }) => matches(name, text));
    setHits(text.trim() === "" ? null : new Set(wanted.map(({ key }) => key)));
  };
  const errorAt = (index: number): string | undefined =>
    same.has(index) ? t("tags.twice") : props.errorAt(index);
  // What is new or wrong is always before the eyes.
  const found = tags
    .map((tag, index) => ({ tag, error: errorAt(index) }))
    .filter(({ tag, error }) => tag.id === null || error !== undefined || hits?.has(tag.key) !== false);
  const rows = found.filter(({ tag, error }, at) => at < shown || tag.id === null || error !== undefined);
  const add = (): void => {
    const typed = withTyped(value, crypto.randomUUID());
    if (typed !== null) onChange(typed);
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
          value={newTag}
          {...(twice ? { error: t("tags.twice") } : {})}
          onChange={(event) => onChange({ newTag: event.currentTarget.value })}
          onKeyDown={onKeyDown}
        />
        <Button variant="light" onClick={add} disabled={newTag.trim() === "" || twice}>
          {t("tags.add")}
        </Button>
      </Group>
      {tags.length > many ? (
        <TextInput
          type="search"
          className={classes["search"] ?? ""}
          aria-label={t("forms:list.search")}
          placeholder={t("forms:list.search")}
          leftSection={<IconSearch size={16} stroke={1.6} aria-hidden />}
          value={search}
          onChange={(event) => find(event.currentTarget.value)}
        />
      ) : null}
      {rows.length === 0 ? (
        <Text size="sm" c="dimmed">
          {tags.length === 0 ? t("tags.none") : t("forms:list.nothing", { search })}
        </Text>
      ) : (
        <ul className={classes["tags"]} aria-label={t("tags.title")}>
          {rows.map(({ tag, error }) => (
            <TagRow
              key={tag.key}
              tag={tag}
              error={error}
              rename={(name) =>
                onChange({ tags: tags.map((it) => (it.key === tag.key ? { ...it, name } : it)) })
              }
              remove={() => onChange({ tags: tags.filter(({ key }) => key !== tag.key) })}
            />
          ))}
        </ul>
      )}
      {rows.length < found.length ? (
        <Button variant="subtle" size="xs" mt="xs" onClick={() => setShown(shown + most)}>
          {t("forms:list.more")}
        </Button>
      ) : null}
    </div>
  );
}

function TagRow(props: {
  readonly tag: TagDraft;
  readonly error: string | undefined;
  readonly rename: (name: string) => void;
  readonly remove: () => void;
}) {
  const { t } = useTranslation("sectors");
  const { tag } = props;
  return (
    <li className={classes["tag"]}>
      <TextInput
        className={classes["name"] ?? ""}
        size="sm"
        aria-label={t("tags.name", { name: tag.name })}
        maxLength={120}
        value={tag.name}
        error={props.error}
        onChange={(event) => props.rename(event.currentTarget.value)}
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
        onClick={props.remove}
      >
        <IconTrash size={18} stroke={1.6} />
      </ActionIcon>
    </li>
  );
}
