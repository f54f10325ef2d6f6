import { Loader, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AnswerOf } from "../api/types.ts";
import { phoneShown } from "./phone.ts";
import { useDesk } from "../desk/context.ts";
import { useErrorText } from "../i18n/hooks.ts";
import classes from "./contact-search.module.css";

/** A customer, as the list of contacts tells. */
export type FoundContact = AnswerOf<"listContacts">["items"][number];

/** How many are offered at once, and how long typing may rest before it is asked, in milliseconds. */
const [most, rest] = [20, 250];

/** Finds a contact by the beginning of the name or by the phone; for who may see contacts. */
export function ContactSearch(props: {
  readonly label: string;
  readonly placeholder: string;
  readonly error?: string | null;
  /** Whether who is blocked cannot be chosen. */
  readonly withoutBlocked?: boolean;
  readonly onChange: (contact: FoundContact | null) => void;
}) {
  const { t } = useTranslation("common");
  const { call } = useDesk();
  const textOf = useErrorText();
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState<FoundContact | null>(null);
  const [asked] = useDebouncedValue(search.trim(), rest);
  const q = chosen !== null && asked === labelOf(chosen) ? "" : asked;
  const found = useQuery({
    queryKey: ["contacts", "search", q],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      (await call("listContacts", { query: { limit: most, ...(q === "" ? {} : { q }) } }, { signal })).items,
  });
  const offered = new Map(
    [...(chosen === null ? [] : [chosen]), ...(found.data ?? [])].map((it) => [it.id as string, it]),
  );
  return (
    <Select
      data-autofocus
      label={props.label}
      placeholder={props.placeholder}
      searchable
      clearable
      clearButtonProps={{ "aria-label": t("contacts.clear") }}
      error={props.error ?? (found.error === null ? null : textOf(found.error))}
      maxDropdownHeight={260}
      data={
        offered.size === 0
          ? // A list of choices holds choices: what there is to say is one that cannot be made.
            [
              {
                value: "",
                label: found.isPending ? t("state.loading") : t("contacts.none"),
                disabled: true,
              },
            ]
          : [...offered.values()].map((it) => ({
              value: it.id as string,
              label: labelOf(it),
              disabled: props.withoutBlocked === true && it.blocked !== null,
            }))
      }
      // The API has looked already.
      filter={({ options }) => options}
      searchValue={search}
      onSearchChange={setSearch}
      value={chosen?.id ?? null}
      onChange={(id) => {
        const contact = id === null ? null : (offered.get(id) ?? null);
        setChosen(contact);
        props.onChange(contact);
      }}
      {...(found.isFetching ? { rightSection: <Loader size={16} aria-hidden /> } : {})}
      renderOption={({ option }) => {
        const contact = offered.get(option.value);
        return (
          <span className={classes["option"]}>
            <span className={classes["name"]}>{option.label}</span>
            <span className={classes["phone"]}>
              {contact?.blocked == null ? phoneShown(contact?.phone ?? undefined) : t("contacts.blocked")}
            </span>
          </span>
        );
      }}
    />
  );
}

const labelOf = ({ name, phone, userId }: FoundContact): string =>
  name === "" ? phoneShown(phone ?? undefined) || (userId ?? "") : name;
