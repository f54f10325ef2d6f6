import { Button, Pill, Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AuditedKind } from "../../../../shared/contracts/audit.ts";
import { DayField } from "../../lib/forms/day-field.tsx";
import { type Filter, noFilter } from "./filter.ts";
import { useDirectory } from "../../lib/directory/directory.ts";
import { useShown } from "./use-shown.ts";
import classes from "./audit.module.css";

const kinds = [
  ...(["agent", "sector", "queue", "tag", "channel", "canned-response", "pause-reason"] as const),
  ...(["settings", "webhook", "api-key", "session", "contact"] as const),
] as const satisfies readonly AuditedKind[];

/** What of the audit is shown: time, who, what. */
export function Filters(props: { readonly filter: Filter; readonly setFilter: (filter: Filter) => void }) {
  const { t } = useTranslation("audit");
  const { data } = useDirectory();
  const shown = useShown();
  const { filter, setFilter } = props;
  const { resourceId } = filter;
  return (
    <div className={classes["filters"]}>
      <DayField
        label={t("filter.from")}
        value={filter.from}
        onChange={(from) => setFilter({ ...filter, from })}
      />
      <DayField label={t("filter.to")} value={filter.to} onChange={(to) => setFilter({ ...filter, to })} />
      <Select
        label={t("filter.actor")}
        placeholder={t("filter.anyone")}
        data={(data?.agents ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={filter.actorId}
        onChange={(id) => setFilter({ ...filter, actorId: id })}
        searchable
        clearable
      />
      <Select
        label={t("filter.kind")}
        placeholder={t("filter.anything")}
        data={kinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
        value={filter.kind}
        onChange={(kind) => setFilter({ ...filter, kind })}
        clearable
      />
      {filter === noFilter ? null : (
        <Button variant="subtle" color="gray" onClick={() => setFilter(noFilter)}>
          {t("filter.clear")}
        </Button>
      )}
      {resourceId === null ? null : <Pill size="md">{shown.name(resourceId) ?? t("filter.one")}</Pill>}
    </div>
  );
}
