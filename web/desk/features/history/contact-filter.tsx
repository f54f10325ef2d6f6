import { Autocomplete } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { TypedFilter, useTyped } from "./typed-filter.tsx";
import { useDesk } from "../../lib/desk/context.ts";

/** The contact, by the name in full or the number; who may see contacts is offered names while typing. */
export function ContactFilter(props: { readonly value: string; readonly change: (value: string) => void }) {
  const { t } = useTranslation("history");
  const { agent } = useDesk().me;
  if (agent.role === "agent" && !agent.permissions.viewContacts)
    return <TypedFilter label={t("filter.contact")} placeholder={t("filter.contactExact")} {...props} />;
  return <Offered {...props} />;
}

function Offered({ value, change }: Parameters<typeof ContactFilter>[0]) {
  const { t } = useTranslation("history");
  const { call } = useDesk();
  const [typed, setTyped] = useTyped(value);
  const [q] = useDebouncedValue(typed.trim(), 250);
  const found = useQuery({
    queryKey: ["contacts", "names", q],
    enabled: q !== "" && q !== value,
    queryFn: async ({ signal }) =>
      (await call("listContacts", { query: { limit: 20, q } }, { signal })).items.map(({ name }) => name),
  });
  const apply = (next: string): void => {
    if (next.trim() !== value) change(next.trim());
  };
  return (
    <Autocomplete
      label={t("filter.contact")}
      placeholder={t("filter.contactHint")}
      clearable
      clearButtonProps={{ "aria-label": t("filter.clearOne", { name: t("filter.contact") }) }}
      data={[...new Set(found.data ?? [])].filter((name) => name !== "")}
      // The API has looked already.
      filter={({ options }) => options}
      value={typed}
      onChange={(next) => {
        setTyped(next);
        if (next === "") apply(next);
      }}
      onOptionSubmit={apply}
      onBlur={() => apply(typed)}
      onKeyDown={(event) => {
        if (event.key === "Enter") apply(event.currentTarget.value);
      }}
    />
  );
}
