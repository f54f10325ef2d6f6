import { Chip, Group, Text, TextInput } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Tag } from "../../../lib/directory/directory.ts";

/** As many tags as a ticket takes, and from how many on they can be searched. */
const [most, many] = [10, 12];

/** The tags of a sector, all in sight: chosen with a click, or with Tab and the space bar. */
export function TagChoice(props: {
  readonly tags: readonly Tag[];
  readonly chosen: readonly string[];
  readonly choose: (tagIds: string[]) => void;
  /** Null while it is not known. */
  readonly required: boolean | null;
}) {
  const { t } = useTranslation("workspace");
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLocaleLowerCase();
  const shown = props.tags.filter(
    ({ id, name }) => props.chosen.includes(id) || name.toLocaleLowerCase().includes(wanted),
  );
  const isFull = props.chosen.length >= most;
  const searchable = props.tags.length > many;
  const press = (event: KeyboardEvent): void => {
    if (event.key !== "Enter") return;
    // Enter chooses what was looked for; it does not end the form with less than that.
    event.preventDefault();
    const found = wanted === "" ? undefined : shown.find(({ id }) => !props.chosen.includes(id));
    if (found === undefined || isFull) return;
    props.choose([...props.chosen, found.id]);
    setSearch("");
  };
  return (
    <fieldset>
      <Text component="legend" size="sm" fw={500} mb={6}>
        {t("close.tags")}{" "}
        <Text component="span" size="xs" c="dimmed">
          {props.required === null ? null : t(props.required ? "close.tagsRequired" : "close.tagsOptional")}
        </Text>
      </Text>
      {searchable ? (
        <TextInput
          mb="xs"
          data-autofocus
          aria-label={t("close.search")}
          placeholder={t("close.search")}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={press}
        />
      ) : null}
      <Chip.Group multiple value={[...props.chosen]} onChange={props.choose}>
        <Group gap="xs">
          {shown.map(({ id, name }, index) => (
            <Chip
              key={id}
              value={id}
              size="sm"
              radius="md"
              data-autofocus={!searchable && index === 0 ? true : undefined}
              disabled={isFull && !props.chosen.includes(id)}
            >
              {name}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {shown.length === 0 && props.tags.length > 0 ? (
        <Text size="sm" c="dimmed">
          {t("close.none")}
        </Text>
      ) : null}
    </fieldset>
  );
}
