import { Button, Select } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type FilterName, type Filters, filterNames, type Problem } from "./filters.ts";
import { ContactFilter } from "./contact-filter.tsx";
import { DayField } from "../../lib/forms/day-field.tsx";
import { mayFilterByAgent, tagChoices } from "./choices.ts";
import { TypedFilter } from "./typed-filter.tsx";
import { useDesk } from "../../lib/desk/context.ts";
import { useDirectory } from "../../lib/directory/directory.ts";
import classes from "./filter-bar.module.css";

/** The filters of the history; each change counts at once, typed ones with Enter or when the field is left. */
export function FilterBar(props: {
  readonly filters: Filters;
  readonly change: (filters: Filters) => void;
  readonly problem: Problem | null;
}) {
  const { t } = useTranslation("history");
  const { me } = useDesk();
  const { data } = useDirectory();
  const [opened, setOpened] = useState(false);
  const { filters, problem } = props;
  const count = filterNames.filter((name) => filters[name] !== undefined).length;
  const set = (name: FilterName, value: string | null, others: Filters = {}): void => {
    const { [name]: _, ...rest } = { ...filters, ...others };
    props.change(value === null || value === "" ? rest : { ...rest, [name]: value });
  };
  const sectors = me.agent.role === "admin" ? (data?.sectors ?? []) : me.sectors;
  const choice = (name: FilterName, items: readonly { readonly id: string; readonly name: string }[]) => (
    <Select
      label={t(`filter.${name}`)}
      placeholder={t("filter.all")}
      clearable
      searchable={items.length > 8}
      nothingFoundMessage={t("filter.nothing")}
      clearButtonProps={{ "aria-label": t("filter.clearOne", { name: t(`filter.${name}`) }) }}
      data={items.map((it) => ({ value: it.id, label: it.name }))}
      value={filters[name] ?? null}
      onChange={(value) => set(name, value)}
    />
  );
  const dayField = (name: "from" | "to") => (
    <DayField
      label={t(`filter.${name}`)}
      value={filters[name] ?? ""}
      onChange={(value) => set(name, value)}
      error={problem?.field === name ? t(`problem.${problem.why}`) : null}
    />
  );
  return (
    <>
      <Button
        className={classes["toggle"] ?? ""}
        variant="default"
        leftSection={<IconFilter size={18} stroke={1.6} aria-hidden />}
        aria-expanded={opened}
        onClick={() => setOpened(!opened)}
      >
        {count === 0 ? t("filter.title") : t("filter.titleCount", { count })}
      </Button>
      <div className={classes["filters"]} data-opened={opened} role="group" aria-label={t("filter.title")}>
        {dayField("from")}
        {dayField("to")}
        {choice("sector", sectors)}
        {mayFilterByAgent(me) ? choice("agent", data?.agents ?? []) : null}
        {choice("tag", data === undefined ? [] : tagChoices(data, sectors, filters.sector))}
        {choice("channel", data?.channels ?? [])}
        <ContactFilter value={filters.contact ?? ""} change={(value) => set("contact", value)} />
        <TypedFilter
          label={t("filter.protocol")}
          value={filters.protocol ?? ""}
          change={(value) => set("protocol", value)}
          error={problem?.field === "protocol" ? t("problem.protocol") : null}
        />
        {count === 0 ? null : (
          <Button className={classes["clear"] ?? ""} variant="subtle" onClick={() => props.change({})}>
            {t("filter.clear")}
          </Button>
        )}
      </div>
    </>
  );
}
